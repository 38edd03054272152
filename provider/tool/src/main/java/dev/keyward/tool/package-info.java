/**
 * The program in {@code keyward.jar}. Everything it does it does through a {@code Kms} or the JCA.
 */
package dev.keyward.tool;
