/**
 * The command line (picocli): one class a verb. Commands administer whatever {@link
 * dev.keyward.kms.Kms} the configuration names; {@code encrypt} and {@code decrypt} go through the
 * JCA like any other application.
 */
package dev.keyward.tool.command;
