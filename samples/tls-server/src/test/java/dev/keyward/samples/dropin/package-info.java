/**
 * The drop-in proof: unchanged programs in JVMs of their own, on the real {@code keyward.jar} and
 * {@code conf/keyward.security}. What runs in those JVMs uses the JDK only; only the tests
 * themselves administer keys, through the tool.
 */
package dev.keyward.samples.dropin;
