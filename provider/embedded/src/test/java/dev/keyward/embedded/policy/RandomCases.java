package dev.keyward.embedded.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests and policies from a small world, so that they often have to do with each other. */
final class RandomCases {
  static final String OWNER = "111111111111";
  static final String OTHER = "222222222222";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> CALLERS =
      List.of(
          "arn:aws:iam::111111111111:root",
          "arn:aws:iam::111111111111:user/alice",
          "arn:aws:iam::111111111111:user/team/bob",
          "arn:aws:iam::111111111111:role/app",
          "arn:aws:sts::111111111111:assumed-role/app/s1",
          "arn:aws:sts::111111111111:federated-user/fred",
          "arn:aws:iam::222222222222:root",
          "arn:aws:iam::222222222222:user/carol",
          "arn:aws:sts::222222222222:assumed-role/app/s2",
          "s3.amazonaws.com");

  private static final List<String> NAMED =
      List.of(
          "*",
          OWNER,
          OTHER,
          "arn:aws:iam::111111111111:root",
          "arn:aws:iam::222222222222:root",
          "arn:aws:iam::111111111111:user/alice",
          "arn:aws:iam::111111111111:user/team/bob",
          "arn:aws:iam::111111111111:role/app",
          "arn:aws:iam::111111111111:role/path/app",
          "arn:aws:iam::222222222222:role/app",
          "arn:aws:sts::111111111111:assumed-role/app/s1",
          "arn:aws:sts::111111111111:federated-user/fred",
          "arn:aws:iam::222222222222:user/carol");

  private static final List<String> ACTIONS =
      List.of("kms:Decrypt", "kms:Encrypt", "kms:DescribeKey", "kms:PutKeyPolicy", "kms:Sign");

  private static final List<String> ACTION_PATTERNS =
      List.of(
          "*",
          "kms:*",
          "kms:Decrypt",
          "KMS:decrypt",
          "kms:De*",
          "kms:?ecrypt",
          "kms:*crypt",
          "kms:Encrypt",
          "kms:*e*K*y",
          "s3:GetObject",
          "kms:CreateKey");

  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/blue";

  private static final List<String> RESOURCE_PATTERNS =
      List.of(
          "*",
          "*",
          KEY,
          "arn:aws:kms:*:111111111111:key/*",
          "arn:aws:kms:eu-west-?:*:key/b*e",
          "arn:aws:kms:*:222222222222:key/*",
          "arn:aws:kms:*:*:key/${aws:PrincipalTag/team}",
          "arn:aws:kms:*:*:key/${aws:PrincipalTag/team, 'blue'}");

  /** Condition keys with values that requests and policies have for them, good and bad. */
  private static final Map<String, List<String>> WORLD =
      Map.ofEntries(
          Map.entry(
              "kms:ViaService",
              List.of("s3.eu-west-1.amazonaws.com", "rds.eu-west-1.amazonaws.com", "")),
          Map.entry("kms:EncryptionContext:Tenant", List.of("a", "b", "A")),
          Map.entry("aws:MultiFactorAuthPresent", List.of("true", "false", "TRUE", "perhaps")),
          Map.entry("kms:RotationPeriodInDays", List.of("90", "90.0", "365", "9e1", "many")),
          Map.entry("aws:SourceIp", List.of("10.1.2.3", "10.1.3.3", "192.168.0.1", "300.1.1.1")),
          Map.entry(
              "aws:CurrentTime",
              List.of("1700000000", "2023-11-14T22:13:20Z", "2023-11-14", "now")),
          Map.entry("aws:PrincipalArn", CALLERS),
          Map.entry("kms:EncryptionContextKeys", List.of("Tenant", "tenant", "Row", "R*w")),
          Map.entry("aws:PrincipalTag/team", List.of("blue", "red", "b*e")),
          Map.entry("x:Binary", List.of("AAEC", "AAED", "?")),
          Map.entry("kms:EncryptionContext:Row", List.of("7")));

  private static final List<String> KEYS = WORLD.keySet().stream().sorted().toList();

  private static final List<String> OPERATORS =
      List.of(
          "StringEquals",
          "StringNotEquals",
          "StringEqualsIgnoreCase",
          "StringNotEqualsIgnoreCase",
          "StringLike",
          "StringNotLike",
          "NumericEquals",
          "NumericNotEquals",
          "NumericLessThan",
          "NumericLessThanEquals",
          "NumericGreaterThan",
          "NumericGreaterThanEquals",
          "DateEquals",
          "DateNotEquals",
          "DateLessThan",
          "DateLessThanEquals",
          "DateGreaterThan",
          "DateGreaterThanEquals",
          "Bool",
          "BinaryEquals",
          "IpAddress",
          "NotIpAddress",
          "ArnEquals",
          "ArnLike",
          "ArnNotEquals",
          "ArnNotLike");

  private static final List<String> ODD_VALUES =
      List.of(
          "*",
          "s3.*",
          "?",
          "10.1.2.0/24",
          "10.0.0.0/8",
          "0.0.0.0/0",
          "10.1.2.3/33",
          "100",
          "2023-11-15",
          "${aws:PrincipalTag/team}",
          "${kms:EncryptionContext:tenant}",
          "${*}",
          "${aws:username, 'a'}",
          "arn:aws:iam::*:user/*",
          "arn:aws:*::111111111111:*",
          "arn:aws:iam");

  private final Random random;

  RandomCases(Random random) {
    this.random = random;
  }

  Case next() {
    boolean ofKey = random.nextInt(6) > 0;
    String caller = pick(CALLERS);
    String account = caller.startsWith("arn:") ? caller.split(":")[4] : "";
    boolean service = account.isEmpty();
    boolean onAlias = random.nextBoolean();
    return new Case(
        caller,
        account,
        ofKey ? pick(ACTIONS) : onAlias ? "kms:CreateAlias" : "kms:CreateKey",
        ofKey ? KEY : onAlias ? "arn:aws:kms:eu-west-1:111111111111:alias/x" : "*",
        OWNER,
        context(),
        ofKey ? document(true) : null,
        service ? List.of() : some(3, () -> document(false)),
        service || random.nextInt(8) > 0 ? null : document(false),
        service || random.nextInt(10) > 0 ? null : document(false),
        service || random.nextInt(8) > 0 ? List.of() : some(2, () -> document(false)),
        ofKey && random.nextInt(3) == 0 ? some(3, this::grant) : List.of());
  }

  private Map<String, List<String>> context() {
    Map<String, List<String>> context = new HashMap<>();
    for (String key : KEYS) {
      int count = random.nextInt(3) == 0 ? 0 : key.endsWith("Keys") ? 1 + random.nextInt(3) : 1;
      if (random.nextInt(40) == 0 && !key.contains("Context:")) {
        count = 2;
      }
      if (count > 0) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          values.add(pick(WORLD.get(key)));
        }
        context.put(key.toLowerCase(), values);
      }
    }
    return context;
  }

  private Case.SomeGrant grant() {
    String grantee = pick(CALLERS.subList(1, CALLERS.size() - 1));
    List<String> operations = List.of(random.nextBoolean() ? "Decrypt" : "Encrypt", "DescribeKey");
    Map<String, String> pairs =
        Map.of(random.nextBoolean() ? "Tenant" : "TENANT", pick(List.of("a", "b")));
    return switch (random.nextInt(3)) {
      case 0 -> new Case.SomeGrant(grantee, operations, null, null);
      case 1 -> new Case.SomeGrant(grantee, operations, pairs, null);
      default -> new Case.SomeGrant(grantee, operations, null, pairs);
    };
  }

  String document(boolean keyPolicy) {
    ObjectNode document = JSON.createObjectNode();
    switch (random.nextInt(8)) {
      case 0 -> document.put("Version", "2008-10-17");
      case 1 -> {}
      default -> document.put("Version", "2012-10-17");
    }
    ArrayNode statements = document.putArray("Statement");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      statements.add(statement(keyPolicy));
    }
    if (count == 1 && random.nextBoolean()) {
      document.set("Statement", statements.get(0));
    }
    return document.toString();
  }

  private ObjectNode statement(boolean keyPolicy) {
    ObjectNode statement = JSON.createObjectNode();
    boolean deny = random.nextInt(10) == 0;
    statement.put("Effect", deny ? "Deny" : "Allow");
    if (keyPolicy) {
      principal(statement, deny);
    }
    if (!keyPolicy || random.nextInt(20) > 0) {
      texts(statement, random.nextInt(8) == 0 ? "NotAction" : "Action", ACTION_PATTERNS);
    }
    if (!keyPolicy || random.nextInt(20) > 0) {
      texts(statement, random.nextInt(10) == 0 ? "NotResource" : "Resource", RESOURCE_PATTERNS);
    }
    int conditions = Math.max(0, random.nextInt(6) - 3);
    if (conditions > 0) {
      ObjectNode condition = statement.putObject("Condition");
      for (int i = 0; i < conditions; i++) {
        condition(condition);
      }
    }
    return statement;
  }

  private void principal(ObjectNode statement, boolean deny) {
    String element = deny && random.nextInt(4) == 0 ? "NotPrincipal" : "Principal";
    if (random.nextInt(8) == 0) {
      statement.put(element, "*");
      return;
    }
    ObjectNode kinds = statement.putObject(element);
    if (random.nextInt(6) == 0) {
      kinds.put("Service", pick(List.of("s3.amazonaws.com", "rds.amazonaws.com")));
    } else {
      texts(kinds, "AWS", NAMED);
    }
  }

  private void condition(ObjectNode conditions) {
    String key = pick(KEYS);
    if (random.nextInt(10) == 0) {
      conditions.withObjectProperty("Null").put(key, String.valueOf(random.nextBoolean()));
      return;
    }
    String operator = random.nextInt(3) == 0 ? pick(OPERATORS) : fitting(key);
    String prefix =
        key.endsWith("Keys") || random.nextInt(8) == 0
            ? pick(List.of("ForAllValues:", "ForAnyValue:"))
            : "";
    String suffix = random.nextInt(5) == 0 ? "IfExists" : "";
    List<String> values = new ArrayList<>(WORLD.get(key));
    if (random.nextInt(3) == 0) {
      values.addAll(ODD_VALUES);
    }
    String cased = random.nextInt(6) == 0 ? key.toUpperCase() : key;
    texts(conditions.withObjectProperty(prefix + operator + suffix), cased, values);
  }

  private String fitting(String key) {
    return switch (key) {
      case "aws:MultiFactorAuthPresent" -> "Bool";
      case "kms:RotationPeriodInDays" -> pick(OPERATORS.subList(6, 12));
      case "aws:CurrentTime" -> pick(OPERATORS.subList(12, 18));
      case "aws:SourceIp" -> pick(OPERATORS.subList(20, 22));
      case "aws:PrincipalArn" -> pick(OPERATORS.subList(22, 26));
      case "x:Binary" -> "BinaryEquals";
      default -> pick(OPERATORS.subList(0, 6));
    };
  }

  private void texts(ObjectNode node, String name, List<String> from) {
    if (random.nextInt(3) > 0) {
      node.put(name, pick(from));
      return;
    }
    ArrayNode list = node.putArray(name);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      list.add(pick(from));
    }
  }

  private <T> List<T> some(int most, java.util.function.Supplier<T> source) {
    List<T> some = new ArrayList<>();
    for (int i = random.nextInt(most) + 1; i > 0; i--) {
      some.add(source.get());
    }
    return some;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
