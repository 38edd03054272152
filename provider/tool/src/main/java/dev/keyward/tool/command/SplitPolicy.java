package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.kms.KeyMetadata;
import dev.keyward.model.KeySpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The documents {@code conf/policies/key-administrators-and-users-….json} with the names of an
 * installation in the place of the example's.
 */
final class SplitPolicy {
  private static final String ACCOUNT = "111122223333";
  private static final String ADMINISTRATOR =
      "\"arn:aws:iam::" + ACCOUNT + ":role/KeyAdministrator\"";
  private static final String USER = "\"arn:aws:iam::" + ACCOUNT + ":role/Application\"";
  private static final String ROOT = "\"arn:aws:iam::" + ACCOUNT + ":root\"";

  /** Nothing that would end a string of JSON, and no wildcard. */
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:(user|role)/[\\w+=,.@/-]{1,576}");

  private SplitPolicy() {}

  static String of(KeyMetadata key, List<String> administrators, List<String> users)
      throws IOException {
    String account = key.awsAccountId();
    return template(key)
        .replace(ROOT, "\"arn:aws:iam::" + account + ":root\"")
        .replace(ADMINISTRATOR, listed(administrators))
        .replace(USER, listed(users));
  }

  private static String listed(List<String> principals) {
    for (String principal : principals) {
      if (!PRINCIPAL.matcher(principal).matches()) {
        throw new CommandFailure(
            Shown.text(principal)
                + " is not the ARN of a user or role, such as"
                + " arn:aws:iam::111122223333:role/Application.");
      }
    }
    return principals.stream()
        .map(principal -> '"' + principal + '"')
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String template(KeyMetadata key) throws IOException {
    String name = "key-administrators-and-users-" + kindOf(key) + ".json";
    try (InputStream in = SplitPolicy.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("keyward.jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String kindOf(KeyMetadata key) {
    return switch (key.keyUsage()) {
      case ENCRYPT_DECRYPT ->
          key.keySpec() == KeySpec.SYMMETRIC_DEFAULT ? "symmetric" : "rsa-encryption";
      case SIGN_VERIFY -> "signing";
      case GENERATE_VERIFY_MAC -> "mac";
      case KEY_AGREEMENT -> "key-agreement";
      case ENCAPSULATE_DECAPSULATE -> "encapsulation";
    };
  }
}
