/**
 * Parameter types an application passes through the JCA to say more than the standard types can.
 */
package dev.keyward.params;
