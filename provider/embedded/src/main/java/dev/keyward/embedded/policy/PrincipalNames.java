package dev.keyward.embedded.policy;

import dev.keyward.model.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** The spelling of principals. */
final class PrincipalNames {
  private static final Pattern PARTITION = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final Pattern PATH = Pattern.compile("/([\\x21-\\x29\\x2b-\\x3e\\x40-\\x7e]*/)?");
  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9][a-z0-9.-]{0,200}\\.amazonaws\\.com(\\.cn)?");

  private PrincipalNames() {}

  static Principal parse(String text) {
    Objects.requireNonNull(text, "text");
    if (text.length() > Principal.MAX_LENGTH) {
      throw new IllegalArgumentException("a principal's name is too long: " + text.length());
    }
    if (!text.startsWith("arn:")) {
      return new Principal.Service(text);
    }
    List<String> fields = List.of(text.split(":", 6));
    if (fields.size() != 6 || !fields.get(3).isEmpty()) {
      throw notOne(text);
    }
    return switch (fields.get(2)) {
      case "iam" -> inIam(fields, text);
      case "sts" -> inSts(fields, text);
      default -> throw notOne(text);
    };
  }

  private static Principal inIam(List<String> fields, String text) {
    String partition = fields.get(1);
    String account = fields.get(4);
    String resource = fields.get(5);
    if (resource.equals("root")) {
      return new Principal.Root(partition, account);
    }
    int first = resource.indexOf('/');
    int last = resource.lastIndexOf('/');
    if (first < 0) {
      throw notOne(text);
    }
    String path = resource.substring(first, last + 1);
    String name = resource.substring(last + 1);
    return switch (resource.substring(0, first)) {
      case "user" -> new Principal.User(partition, account, path, name);
      case "role" -> new Principal.Role(partition, account, path, name);
      default -> throw notOne(text);
    };
  }

  private static Principal inSts(List<String> fields, String text) {
    String[] parts = fields.get(5).split("/", -1);
    if (parts.length == 3 && parts[0].equals("assumed-role")) {
      return new Principal.AssumedRole(fields.get(1), fields.get(4), parts[1], parts[2]);
    }
    if (parts.length == 2 && parts[0].equals("federated-user")) {
      return new Principal.FederatedUser(fields.get(1), fields.get(4), parts[1]);
    }
    throw notOne(text);
  }

  private static IllegalArgumentException notOne(String text) {
    return new IllegalArgumentException(
        "not the root, a user, role, session or federated user of an account: " + Quoted.of(text));
  }

  static void check(String partition, String account) {
    if (!PARTITION.matcher(partition).matches()) {
      throw new IllegalArgumentException("not a partition: " + Quoted.of(partition));
    }
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException("an account has 12 digits, got " + Quoted.of(account));
    }
  }

  static void checkPath(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not the path of a user or role: " + Quoted.of(path));
    }
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name has 1 to 128 of a-z A-Z 0-9 _ + = , . @ -, got " + Quoted.of(name));
    }
  }

  static void checkService(String name) {
    if (!SERVICE.matcher(name).matches() || !name.equals(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "a service reads like s3.amazonaws.com, got " + Quoted.of(name));
    }
  }
}
