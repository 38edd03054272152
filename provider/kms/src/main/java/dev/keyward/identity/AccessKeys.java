package dev.keyward.identity;

import java.util.List;

/**
 * The access keys of the users in a store. Thread-safe.
 *
 * <p>Failures are {@link dev.keyward.kms.KmsServiceException}s: {@code NotFoundException} for a
 * user or a key that does not exist, {@code LimitExceededException} for a third key, {@code
 * ConflictException} if somebody else changed the same at the same time.
 */
public interface AccessKeys {

  /** Most access keys of one user: one in use, and the next one. */
  int MAX_PER_USER = 2;

  /**
   * Makes an access key.
   *
   * @param userArn a user
   * @return the key and its secret, which nobody is told again; the caller closes it
   */
  IssuedAccessKey create(String userArn);

  /**
   * The access keys of a user.
   *
   * @param userArn a user
   * @return at most {@value #MAX_PER_USER}
   */
  List<AccessKey> list(String userArn);

  /**
   * Allows or forbids the use of an access key. Every process that serves the store follows within
   * a second.
   *
   * @param id the access key
   * @param status the status wanted
   */
  void setStatus(String id, AccessKey.Status status);

  /**
   * Deletes an access key.
   *
   * @param id the access key
   */
  void delete(String id);
}
