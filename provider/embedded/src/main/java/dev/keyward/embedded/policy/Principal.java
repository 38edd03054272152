package dev.keyward.embedded.policy;

import java.util.Optional;

/** Who makes a request, or whom a policy or grant names. */
public sealed interface Principal {
  /** Longest name of a principal, as the KMS API has it, in characters. */
  int MAX_LENGTH = 256;

  /**
   * Reads the name of a principal.
   *
   * @param text an ARN of IAM or STS, or the name of a service such as {@code s3.amazonaws.com}
   * @return the principal
   * @throws IllegalArgumentException if it is neither, or the ARN of something else
   */
  static Principal parse(String text) {
    return PrincipalNames.parse(text);
  }

  /**
   * Reads a stored name of a principal, which may be from a time when fewer names were refused.
   *
   * @param text a name, or null
   * @return empty if it names nobody
   */
  static Optional<Principal> read(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The name by which policies, grants, audit records and error texts know the principal.
   *
   * @return an ARN; for a service its name
   */
  String arn();

  /**
   * The account it belongs to.
   *
   * @return 12 digits; empty for a service
   */
  Optional<String> account();

  /**
   * Tells whether a policy or grant that names a principal means this one.
   *
   * @param named whom the policy names
   * @return true for the same principal; for a session also if its role is named
   */
  default boolean answersTo(Principal named) {
    return equals(named);
  }

  /**
   * What this principal has in common with all that {@link #answersTo} may tell are the same: a key
   * for tables of principals.
   *
   * @return the role of a session, both without path; otherwise this principal
   */
  default Principal family() {
    return this;
  }

  /**
   * The account itself: its root user, and in a key policy whoever the account lets.
   *
   * @param partition for example {@code aws}
   * @param id 12 digits
   */
  record Root(String partition, String id) implements Principal {
    public Root {
      PrincipalNames.check(partition, id);
    }

    @Override
    public String arn() {
      return "arn:" + partition + ":iam::" + id + ":root";
    }

    /** An account may be named by its number alone, which says nothing of the partition. */
    @Override
    public boolean answersTo(Principal named) {
      return named instanceof Root other && other.id().equals(id);
    }

    @Override
    public Principal family() {
      return new Root("aws", id);
    }

    @Override
    public Optional<String> account() {
      return Optional.of(id);
    }
  }

  /**
   * A user.
   *
   * @param partition for example {@code aws}
   * @param id 12 digits: the account
   * @param path starts and ends with a slash
   * @param name unique in the account
   */
  record User(String partition, String id, String path, String name) implements Principal {
    public User {
      PrincipalNames.check(partition, id);
      PrincipalNames.checkPath(path);
      PrincipalNames.checkName(name);
    }

    @Override
    public String arn() {
      return "arn:" + partition + ":iam::" + id + ":user" + path + name;
    }

    @Override
    public Optional<String> account() {
      return Optional.of(id);
    }
  }

  /**
   * A role.
   *
   * @param partition for example {@code aws}
   * @param id 12 digits: the account
   * @param path starts and ends with a slash
   * @param name unique in the account
   */
  record Role(String partition, String id, String path, String name) implements Principal {
    public Role {
      PrincipalNames.check(partition, id);
      PrincipalNames.checkPath(path);
      PrincipalNames.checkName(name);
    }

    @Override
    public String arn() {
      return "arn:" + partition + ":iam::" + id + ":role" + path + name;
    }

    @Override
    public Principal family() {
      return path.equals("/") ? this : new Role(partition, id, "/", name);
    }

    @Override
    public Optional<String> account() {
      return Optional.of(id);
    }
  }

  /**
   * Somebody who has assumed a role.
   *
   * @param partition for example {@code aws}
   * @param id 12 digits: the account
   * @param role the role's name, without its path
   * @param session the session's name
   */
  record AssumedRole(String partition, String id, String role, String session)
      implements Principal {
    public AssumedRole {
      PrincipalNames.check(partition, id);
      PrincipalNames.checkName(role);
      PrincipalNames.checkName(session);
    }

    @Override
    public String arn() {
      return "arn:" + partition + ":sts::" + id + ":assumed-role/" + role + "/" + session;
    }

    @Override
    public Optional<String> account() {
      return Optional.of(id);
    }

    /** The path of the role is not part of a session's name; its name is unique without it. */
    @Override
    public boolean answersTo(Principal named) {
      return equals(named)
          || named instanceof Role other
              && other.name().equals(role)
              && other.id().equals(id)
              && other.partition().equals(partition);
    }

    @Override
    public Principal family() {
      return new Role(partition, id, "/", role);
    }
  }

  /**
   * A federated user.
   *
   * @param partition for example {@code aws}
   * @param id 12 digits: the account
   * @param name its name
   */
  record FederatedUser(String partition, String id, String name) implements Principal {
    public FederatedUser {
      PrincipalNames.check(partition, id);
      PrincipalNames.checkName(name);
    }

    @Override
    public String arn() {
      return "arn:" + partition + ":sts::" + id + ":federated-user/" + name;
    }

    @Override
    public Optional<String> account() {
      return Optional.of(id);
    }
  }

  /**
   * A service that acts for itself.
   *
   * @param arn its name, for example {@code s3.amazonaws.com}
   */
  record Service(String arn) implements Principal {
    public Service {
      PrincipalNames.checkService(arn);
    }

    @Override
    public Optional<String> account() {
      return Optional.empty();
    }
  }
}
