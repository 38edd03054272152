package dev.keyward.tool.serve;

import dev.keyward.identity.AccessKeys;
import dev.keyward.identity.Identities;
import dev.keyward.identity.Identity;
import dev.keyward.identity.IdentityAdministration;
import dev.keyward.identity.IssuedAccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The first user of a store that is served: somebody has to be able to call. */
public final class Administrator {
  /** The name of the user. */
  public static final String NAME = "administrator";

  private static final String PROFILE = "admin.aws";
  private static final String POLICY = "administrator-access";
  private static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:*\","
          + "\"Resource\":\"*\"}}";

  private final IdentityAdministration administration;
  private final String account;
  private final Path profile;

  /** What was found or done. */
  public enum Outcome {
    /** User, access key and profile are new. */
    MADE,
    /** The profile was there; it says where the endpoint is now. */
    KEPT,
    /** Users are there, but no profile: somebody took it away, and gets no new key unasked. */
    PROFILE_MISSING
  }

  /**
   * Looks after the administrator of a store.
   *
   * @param administration of the store
   * @param account 12 digits
   * @param home where the profile is
   */
  public Administrator(IdentityAdministration administration, String account, Path home) {
    this.administration = administration;
    this.account = account;
    this.profile = home.resolve(PROFILE);
  }

  /**
   * The profile of the administrator.
   *
   * @return a path; there may be nothing
   */
  public Path profile() {
    return profile;
  }

  /**
   * Makes the administrator if the account has no users yet, else leaves everything as it is but
   * the address in the profile.
   *
   * @param service where the endpoint is
   * @return what was done
   * @throws IOException if the profile cannot be read or written
   */
  public Outcome ensure(AwsProfile.Service service) throws IOException {
    if (Files.exists(profile)) {
      AwsProfile.update(profile, service);
      return Outcome.KEPT;
    }
    Optional<String> user = userInNeed();
    if (user.isEmpty()) {
      return Outcome.PROFILE_MISSING;
    }
    AccessKeys keys = administration.accessKeys();
    try (IssuedAccessKey issued = keys.create(user.get())) {
      byte[] content = AwsProfile.content(issued, service);
      try {
        PrivateFile.create(profile, content);
      } catch (IOException e) {
        keys.delete(issued.key().id());
        throw e;
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    }
    return Outcome.MADE;
  }

  /** The administrator that has no access key, because it is new or the first start was cut off. */
  private Optional<String> userInNeed() {
    Identities identities = administration.identities();
    if (identities.list(Identity.Kind.USER, account, Optional.empty(), 1).isEmpty()) {
      String arn = identities.create(Identity.Kind.USER, account, NAME).arn();
      identities.putInlinePolicy(arn, POLICY, ALLOW_ALL);
      return Optional.of(arn);
    }
    return identities.list(Identity.Kind.USER, account, Optional.empty(), 2).stream()
        .filter(user -> user.name().equals(NAME) && user.inlinePolicies().containsKey(POLICY))
        .map(Identity::arn)
        .filter(arn -> administration.accessKeys().list(arn).isEmpty())
        .findFirst();
  }
}
