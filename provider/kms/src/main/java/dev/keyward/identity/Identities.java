package dev.keyward.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The users, roles and policies of the accounts in a store. Thread-safe.
 *
 * <p>Failures are {@link dev.keyward.kms.KmsServiceException}s: {@code NotFoundException} for what
 * does not exist, {@code AlreadyExistsException} for a name that is taken, {@code
 * MalformedPolicyDocumentException}, {@code LimitExceededException} for a document or a list that
 * is too long, {@code ConflictException} for a policy that is still in use or a record that
 * somebody else changed at the same time, {@code ValidationException} for a bad name.
 */
public interface Identities {

  /**
   * Creates a user or role without any permission.
   *
   * @param kind which of both
   * @param account 12 digits
   * @param name 1 to 64 characters of {@code a-z A-Z 0-9 _ + = , . @ -}
   * @return the new identity
   */
  Identity create(Identity.Kind kind, String account, String name);

  /**
   * Finds a user or role.
   *
   * @param arn its ARN
   * @return empty if there is none
   */
  Optional<Identity> find(String arn);

  /**
   * Deletes a user or role with its own policies. Key policies and grants that name it stay, and
   * mean nobody until somebody of that name is created.
   *
   * @param arn its ARN
   */
  void delete(String arn);

  /**
   * Lists users or roles of an account in the order of their names.
   *
   * @param kind which of both
   * @param account 12 digits
   * @param after name to go on after
   * @param limit most wanted
   * @return at most that many
   */
  List<Identity> list(Identity.Kind kind, String account, Optional<String> after, int limit);

  /**
   * Makes or replaces a policy of one user or role.
   *
   * @param arn whose
   * @param policyName its name, 1 to 128 characters
   * @param document an identity policy
   */
  void putInlinePolicy(String arn, String policyName, String document);

  /**
   * Deletes a policy of one user or role.
   *
   * @param arn whose
   * @param policyName its name
   */
  void deleteInlinePolicy(String arn, String policyName);

  /**
   * Sets tags of a user or role; others stay.
   *
   * @param arn whose
   * @param tags names and values
   */
  void tag(String arn, Map<String, String> tags);

  /**
   * Removes tags of a user or role.
   *
   * @param arn whose
   * @param names names; those that it does not have do not matter
   */
  void untag(String arn, Set<String> names);

  /**
   * Sets what the permissions of a user or role end at.
   *
   * @param arn whose
   * @param policyArn a managed policy; empty for no boundary
   */
  void setBoundary(String arn, Optional<String> policyArn);

  /**
   * Creates a managed policy.
   *
   * @param account 12 digits
   * @param name 1 to 128 characters of {@code a-z A-Z 0-9 _ + = , . @ -}
   * @param document an identity policy
   * @return the new policy
   */
  ManagedPolicy createPolicy(String account, String name, String document);

  /**
   * Finds a managed policy.
   *
   * @param arn its ARN
   * @return empty if there is none
   */
  Optional<ManagedPolicy> findPolicy(String arn);

  /**
   * Deletes a managed policy.
   *
   * @param arn its ARN
   */
  void deletePolicy(String arn);

  /**
   * Lists the managed policies of an account in the order of their names.
   *
   * @param account 12 digits
   * @param after name to go on after
   * @param limit most wanted
   * @return at most that many
   */
  List<ManagedPolicy> listPolicies(String account, Optional<String> after, int limit);

  /**
   * Attaches a managed policy; does nothing if it is attached.
   *
   * @param arn to whom
   * @param policyArn a policy of the same account
   */
  void attachPolicy(String arn, String policyArn);

  /**
   * Detaches a managed policy.
   *
   * @param arn from whom
   * @param policyArn a policy that is attached
   */
  void detachPolicy(String arn, String policyArn);

  /**
   * Makes or replaces a policy that limits a whole account, its root included: what none of an
   * account's limits allows is denied.
   *
   * @param account 12 digits
   * @param name 1 to 128 characters of {@code a-z A-Z 0-9 _ + = , . @ -}
   * @param document an identity policy
   */
  void putAccountLimit(String account, String name, String document);

  /**
   * Removes a limit of an account.
   *
   * @param account 12 digits
   * @param name its name
   */
  void removeAccountLimit(String account, String name);

  /**
   * The limits of an account in the order of their names.
   *
   * @param account 12 digits
   * @return empty if it is not limited
   */
  List<ManagedPolicy> accountLimits(String account);
}
