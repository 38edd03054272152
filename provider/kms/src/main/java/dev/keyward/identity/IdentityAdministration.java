package dev.keyward.identity;

/**
 * What a key service offers that keeps its own users, roles and policies: a capability of some
 * implementations of {@link dev.keyward.kms.Kms}, found with {@code instanceof}. It is not part of
 * the KMS API.
 */
public interface IdentityAdministration {

  /**
   * Users, roles and policies of the accounts in the store.
   *
   * @return their administration
   * @throws dev.keyward.kms.KmsServiceException AccessDeniedException if the caller may not
   *     administer them
   */
  Identities identities();

  /**
   * Access keys of the users in the store.
   *
   * @return their administration
   * @throws dev.keyward.kms.KmsServiceException AccessDeniedException if the caller may not
   *     administer them
   */
  AccessKeys accessKeys();
}
