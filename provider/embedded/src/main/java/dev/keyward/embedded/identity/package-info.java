/**
 * Users, roles and their policies in the store, and what a decision needs of them in memory. Not
 * here: the evaluation of policies, and credentials.
 */
package dev.keyward.embedded.identity;
