/**
 * Policy documents and their evaluation: who may do what with which key.
 *
 * <p>Pure functions. No store, no clock, no threads: what a decision depends on comes as an
 * argument. Grants and the existence of principals are asked through interfaces of this room.
 */
package dev.keyward.embedded.policy;
