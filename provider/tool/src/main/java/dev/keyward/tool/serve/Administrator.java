package dev.keyward.tool.serve;

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
    /** No profile, but the store has had its administrator, or has users: nothing unasked. */
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
   * Makes the administrator if the account has no users and never had one, else leaves everything
   * as it is but the address in the profile.
   *
   * @param service where the endpoint is
   * @return what was done
   * @throws IOException if the profile cannot be read or written
   */
  public Outcome ensure(AwsProfile.Service service) throws IOException {
    if (Files.exists(profile)) {
      // The store of an earlier version does not know yet.
      administration.claimFirstAdministrator(account);
      AwsProfile.update(profile, service);
      return Outcome.KEPT;
    }
    Identities identities = administration.identities();
    boolean isFirst =
        identities.list(Identity.Kind.USER, account, Optional.empty(), 1).isEmpty()
            && administration.claimFirstAdministrator(account);
    if (!isFirst) {
      return Outcome.PROFILE_MISSING;
    }
    boolean made = false;
    try {
      make(service);
      made = true;
      return Outcome.MADE;
    } finally {
      if (!made) {
        administration.releaseFirstAdministrator(account);
      }
    }
  }

  private void make(AwsProfile.Service service) throws IOException {
    Identities identities = administration.identities();
    String user = identities.create(Identity.Kind.USER, account, NAME).arn();
    boolean made = false;
    try {
      identities.putInlinePolicy(user, POLICY, ALLOW_ALL);
      try (IssuedAccessKey issued = administration.accessKeys().create(user)) {
        byte[] content = AwsProfile.content(issued, service);
        try {
          PrivateFile.create(profile, content);
        } finally {
          Arrays.fill(content, (byte) 0);
        }
      }
      made = true;
    } finally {
      if (!made) {
        // With its access keys: nobody has read them.
        identities.delete(user);
      }
    }
  }
}
