package dev.keyward.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a caller passes to say which KMS key is meant: a key id, a key ARN, an alias name or an
 * alias ARN.
 *
 * <p>References are compared exactly, by their text. Two references of different form may name the
 * same key; only a backend can tell.
 */
public sealed interface KeyReference {

  /** Longest reference a KMS accepts, in characters. */
  int MAX_LENGTH = 2048;

  /**
   * The reference as the KMS API spells it.
   *
   * @return between 1 and {@value #MAX_LENGTH} characters
   */
  String text();

  /**
   * Reads any of the four forms.
   *
   * @param text a key id, key ARN, {@code alias/…} name or alias ARN
   * @return the reference
   * @throws IllegalArgumentException if the text has none of the four forms
   */
  static KeyReference parse(String text) {
    Objects.requireNonNull(text, "text");
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a key reference has at most " + MAX_LENGTH + " characters, got " + text.length());
    }
    if (text.startsWith(AliasName.PREFIX)) {
      return new AliasName(text);
    }
    if (text.startsWith("arn:")) {
      return Arn.parse(text).toReference();
    }
    return new KeyId(text);
  }

  /**
   * The id of a KMS key, unique in its account and Region: a lower-case UUID, or {@code mrk-} and
   * 32 hexadecimal digits for a multi-Region key.
   *
   * @param text the id
   */
  record KeyId(String text) implements KeyReference {
    private static final Pattern FORM =
        Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");

    public KeyId {
      if (!FORM.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "a key id is a lower-case UUID or mrk- and 32 hex digits, got " + Quoted.of(text));
      }
    }

    /**
     * Tells whether this is the id of a multi-Region key.
     *
     * @return true for the {@code mrk-} form
     */
    public boolean isMultiRegion() {
      return text.startsWith("mrk-");
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * The Amazon-style resource name of a KMS key: {@code arn:PARTITION:kms:REGION:ACCOUNT:key/ID}.
   *
   * @param partition for example {@code aws}
   * @param region for example {@code eu-west-1}
   * @param account 12 digits
   * @param keyId the key
   */
  record KeyArn(String partition, String region, String account, KeyId keyId)
      implements KeyReference {

    public KeyArn {
      Arn.check(partition, region, account);
      Objects.requireNonNull(keyId, "keyId");
    }

    /**
     * Reads a key ARN.
     *
     * @param text the ARN
     * @return the ARN
     * @throws IllegalArgumentException if the text is not the ARN of a key
     */
    public static KeyArn parse(String text) {
      if (KeyReference.parse(text) instanceof KeyArn arn) {
        return arn;
      }
      throw new IllegalArgumentException("not a key ARN: " + Quoted.of(text));
    }

    @Override
    public String text() {
      return "arn:" + partition + ":kms:" + region + ":" + account + ":key/" + keyId.text();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * The name of an alias in the account and Region of whoever resolves it: {@code alias/} and 1 to
   * 250 characters of {@code a-zA-Z0-9/_-}.
   *
   * @param text the name with its {@code alias/} prefix
   */
  record AliasName(String text) implements KeyReference {
    /** What every alias name starts with. */
    public static final String PREFIX = "alias/";

    /** What the names of aliases for service-owned keys start with; nobody else may create them. */
    public static final String RESERVED_PREFIX = "alias/aws/";

    /** Longest alias name, prefix included, in characters. */
    public static final int MAX_ALIAS_LENGTH = 256;

    private static final Pattern FORM = Pattern.compile("alias/[a-zA-Z0-9/_-]+");

    public AliasName {
      if (text.length() > MAX_ALIAS_LENGTH || !FORM.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "an alias name is alias/ and up to 250 characters of a-z A-Z 0-9 / _ -, got "
                + Quoted.of(text));
      }
    }

    /**
     * Makes an alias name from its short form.
     *
     * @param shortName the name without the {@code alias/} prefix
     * @return the alias name
     * @throws IllegalArgumentException if the name has characters that aliases cannot have
     */
    public static AliasName ofShort(String shortName) {
      return new AliasName(PREFIX + shortName);
    }

    /**
     * The name without its prefix, as a {@code KeyStore} spells it.
     *
     * @return 1 to 250 characters
     */
    public String shortName() {
      return text.substring(PREFIX.length());
    }

    /**
     * Tells whether the name belongs to a service-owned key.
     *
     * @return true for {@code alias/aws/…}
     */
    public boolean isReserved() {
      return text.startsWith(RESERVED_PREFIX);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * The resource name of an alias: {@code arn:PARTITION:kms:REGION:ACCOUNT:alias/NAME}.
   *
   * @param partition for example {@code aws}
   * @param region for example {@code eu-west-1}
   * @param account 12 digits
   * @param alias the alias
   */
  record AliasArn(String partition, String region, String account, AliasName alias)
      implements KeyReference {

    public AliasArn {
      Arn.check(partition, region, account);
      Objects.requireNonNull(alias, "alias");
    }

    @Override
    public String text() {
      return "arn:" + partition + ":kms:" + region + ":" + account + ":" + alias.text();
    }

    @Override
    public String toString() {
      return text();
    }
  }
}
