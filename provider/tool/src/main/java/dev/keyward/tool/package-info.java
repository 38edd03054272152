/**
 * The program in {@code keyward.jar}, and the agent. Everything the program does it does through a
 * {@code Kms} or the JCA.
 */
package dev.keyward.tool;
