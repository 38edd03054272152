/**
 * What a call over the wire costs, against the AWS SDK on the same endpoint. The endpoint runs in a
 * process of its own, on the same machine.
 */
package dev.keyward.samples.benchmarks.wire;
