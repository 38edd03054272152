/**
 * The client for a KMS at the other end of a wire. In this version it knows where a KMS answers;
 * the calls follow.
 */
package dev.keyward.remote;
