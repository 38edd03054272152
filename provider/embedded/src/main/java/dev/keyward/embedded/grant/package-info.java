/**
 * Grants: permissions on one key for one principal, given without touching the key policy.
 *
 * <p>What a grant says, whether it fits a request, who may end it, its token, and the table that
 * keeps grants in the store and in memory. Not here: key policies, and the decision itself, which
 * is in {@link dev.keyward.embedded.policy}.
 */
package dev.keyward.embedded.grant;
