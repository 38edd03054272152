/**
 * What tools for MBeans see of data keys. Interfaces only: the package is open to everybody on a
 * module path, because the JDK calls MBeans from a module without a name.
 */
package dev.keyward.envelope.management;
