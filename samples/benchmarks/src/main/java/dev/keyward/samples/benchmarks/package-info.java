/**
 * JMH benchmarks and cold-JVM programs. Each speed claim of the project names one of them.
 *
 * <p>Comparisons run in the same JVM, against the same JDK, called the same way.
 */
package dev.keyward.samples.benchmarks;
