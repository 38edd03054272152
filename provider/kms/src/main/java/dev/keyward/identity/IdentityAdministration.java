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

  /**
   * Notes in the store that an account gets its first administrator: once, whatever becomes of him.
   *
   * @param account 12 digits
   * @return whether the caller may make him; false if somebody did before
   * @throws dev.keyward.kms.KmsServiceException AccessDeniedException if the caller may not
   *     administer users
   */
  boolean claimFirstAdministrator(String account);

  /**
   * Takes the note back, because none was made after all.
   *
   * @param account 12 digits
   * @throws dev.keyward.kms.KmsServiceException AccessDeniedException if the caller may not
   *     administer users
   */
  void releaseFirstAdministrator(String account);
}
