/**
 * What {@code keyward serve} does besides the endpoint itself: its certificate, its first
 * administrator, the profile that AWS tools find it by.
 */
package dev.keyward.tool.serve;
