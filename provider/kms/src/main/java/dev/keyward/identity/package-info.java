/**
 * The users, roles, policies and access keys of the accounts that a Keyward store holds: what an
 * administrator does with them, and what an endpoint needs of them. Only the interfaces and their
 * values; the engine implements them. Not part of the KMS API; no policy is evaluated here, and no
 * signature.
 */
package dev.keyward.identity;
