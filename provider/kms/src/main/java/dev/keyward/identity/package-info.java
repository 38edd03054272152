/**
 * The users, roles and policies of the accounts that a Keyward store holds: what an administrator
 * does with them. Only the interface and its values; the engine implements it. Not part of the KMS
 * API, and no policy is read or evaluated here.
 */
package dev.keyward.identity;
