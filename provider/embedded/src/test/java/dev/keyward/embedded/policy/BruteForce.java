package dev.keyward.embedded.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The rules once more, written straight down from their description: reads the text anew for each
 * question, knows no shortcut and shares no code with what it checks. Answers are "yes", "no" and
 * "error".
 */
final class BruteForce {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ACROSS =
      Set.of("kms:Decrypt", "kms:Encrypt", "kms:DescribeKey", "kms:Sign", "kms:CreateGrant");

  private final Case of;

  private BruteForce(Case of) {
    this.of = of;
  }

  static boolean allows(Case one) {
    return new BruteForce(one).allowed();
  }

  private boolean allowed() {
    List<String> everything = new ArrayList<>(of.identity());
    everything.addAll(of.organization());
    for (String limit : Arrays.asList(of.boundary(), of.session(), of.keyPolicy())) {
      if (limit != null) {
        everything.add(limit);
      }
    }
    for (String document : everything) {
      if (says(document, "Deny", true) || says(document, "Deny", false)) {
        return false;
      }
    }
    if (of.boundary() != null && !says(of.boundary(), "Allow", true)) {
      return false;
    }
    if (of.session() != null && !says(of.session(), "Allow", true)) {
      return false;
    }
    if (!of.organization().isEmpty()
        && of.organization().stream().noneMatch(document -> says(document, "Allow", true))) {
      return false;
    }
    boolean identityAllows =
        of.identity().stream().anyMatch(document -> says(document, "Allow", true));
    boolean owner = of.callerAccount().equals(of.resourceAccount());
    boolean root = of.caller().endsWith(":root");
    if (of.keyPolicy() == null) {
      return owner && (root || identityAllows);
    }
    boolean service = of.callerAccount().isEmpty();
    if (!owner && !service && !ACROSS.contains(of.action())) {
      return false;
    }
    boolean namesCaller = says(of.keyPolicy(), "Allow", true);
    boolean namesAccount = says(of.keyPolicy(), "Allow", false);
    if (owner || service) {
      if (namesCaller || namesAccount && identityAllows && !service) {
        return true;
      }
    } else if ((namesCaller || namesAccount) && (identityAllows || root)) {
      return true;
    }
    return of.grants().stream().anyMatch(this::granted);
  }

  private boolean granted(Case.SomeGrant grant) {
    String operation = of.action().substring(4);
    if (!isSame(grant.grantee()) || !grant.operations().contains(operation)) {
      return false;
    }
    if (!operation.equals("Decrypt") && !operation.equals("Encrypt")) {
      return true;
    }
    Map<String, String> context = new TreeMap<>();
    of.context()
        .forEach(
            (key, values) -> {
              if (key.startsWith("kms:encryptioncontext:")) {
                context.put(key.substring(22), values.get(0));
              }
            });
    if (grant.equal() != null && !lower(grant.equal()).equals(context)) {
      return false;
    }
    return grant.subset() == null
        || context.entrySet().containsAll(lower(grant.subset()).entrySet());
  }

  private static Map<String, String> lower(Map<String, String> pairs) {
    Map<String, String> lower = new TreeMap<>();
    pairs.forEach((key, value) -> lower.put(key.toLowerCase(), value));
    return lower;
  }

  /** Whether a statement of the document has an effect on the caller, or on its account. */
  private boolean says(String text, String effect, boolean onCaller) {
    JsonNode document = read(text);
    boolean variables = document.path("Version").asText().equals("2012-10-17");
    for (JsonNode statement : list(document.get("Statement"))) {
      if (!statement.get("Effect").asText().equals(effect)) {
        continue;
      }
      String concerned = onCaller ? aboutCaller(statement) : aboutAccount(statement);
      String answer = and(concerned, holds(statement, variables));
      if (answer.equals("yes") || answer.equals("error") && effect.equals("Deny")) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String aboutCaller(JsonNode statement) {
    if (statement.has("NotPrincipal")) {
      return names(statement.get("NotPrincipal")) ? "no" : "yes";
    }
    return !statement.has("Principal") || names(statement.get("Principal")) ? "yes" : "no";
  }

  private String aboutAccount(JsonNode statement) {
    if (!statement.has("Principal") || of.callerAccount().isEmpty()) {
      return "no";
    }
    for (JsonNode name : list(statement.get("Principal").get("AWS"))) {
      String text = name.asText();
      if (text.equals(of.callerAccount())
          || text.equals("arn:aws:iam::" + of.callerAccount() + ":root")) {
        return "yes";
      }
    }
    return "no";
  }

  private boolean names(JsonNode principal) {
    if (principal.isTextual()) {
      return principal.asText().equals("*");
    }
    List<JsonNode> all = new ArrayList<>(list(principal.get("AWS")));
    all.addAll(list(principal.get("Service")));
    return all.stream().anyMatch(name -> name.asText().equals("*") || isSame(name.asText()));
  }

  private boolean isSame(String name) {
    String caller = of.caller();
    if (caller.equals(name) || caller.equals("arn:aws:iam::" + name + ":root")) {
      return true;
    }
    if (!caller.contains(":assumed-role/") || !name.contains(":role/")) {
      return false;
    }
    String role = caller.split("/")[1];
    return name.endsWith("/" + role) && name.split(":")[4].equals(caller.split(":")[4]);
  }

  private String holds(JsonNode statement, boolean variables) {
    String action = element(statement, "Action", of.action().toLowerCase(), false, true);
    String resource = element(statement, "Resource", of.resource(), variables, false);
    String result = and(action, resource);
    if (statement.has("Condition")) {
      for (Map.Entry<String, JsonNode> operator : statement.get("Condition").properties()) {
        for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
          String one = condition(operator.getKey(), key.getKey(), list(key.getValue()), variables);
          result = and(result, one);
        }
      }
    }
    return result;
  }

  private String element(
      JsonNode statement, String name, String value, boolean variables, boolean lower) {
    boolean not = statement.has("Not" + name);
    if (!not && !statement.has(name)) {
      return "no";
    }
    String result = "no";
    for (JsonNode pattern : list(statement.get(not ? "Not" + name : name))) {
      String text = lower ? pattern.asText().toLowerCase() : pattern.asText();
      String regex = regex(text, variables);
      result = or(result, regex == null ? "error" : yes(value.matches(regex)));
    }
    return not ? not(result) : result;
  }

  private String condition(String operator, String key, List<JsonNode> values, boolean variables) {
    List<String> asked = of.context().getOrDefault(key.toLowerCase(), List.of());
    if (operator.equals("Null")) {
      return yes(values.get(0).asText().equals("true") == asked.isEmpty());
    }
    boolean all = operator.startsWith("ForAllValues:");
    boolean any = operator.startsWith("ForAnyValue:");
    String name = operator.substring(operator.indexOf(':') + 1);
    boolean ifExists = name.endsWith("IfExists");
    name = name.replace("IfExists", "");
    boolean negated = name.contains("Not");
    name = name.replace("Not", "");
    if (asked.isEmpty()) {
      return yes(ifExists || all || negated && !any);
    }
    if (!all && !any && asked.size() > 1) {
      return "error";
    }
    String result = all ? "yes" : "no";
    for (String value : asked) {
      String one = "no";
      for (JsonNode policyValue : values) {
        one = or(one, compare(name, value, policyValue.asText(), variables));
      }
      one = negated ? not(one) : one;
      result = all ? and(result, one) : or(result, one);
    }
    return result;
  }

  private String compare(String operator, String asked, String written, boolean variables) {
    if (operator.equals("StringLike")) {
      String regex = regex(written, variables);
      return regex == null ? "error" : yes(asked.matches(regex));
    }
    if (operator.startsWith("Arn")) {
      return arn(asked, written, variables);
    }
    String value = variables ? substitute(written) : written;
    if (value == null) {
      return "error";
    }
    return switch (operator) {
      case "StringEquals" -> yes(asked.equals(value));
      case "StringEqualsIgnoreCase" -> yes(asked.equalsIgnoreCase(value));
      case "Bool" -> typed(asked, value, this::flag, Boolean::equals);
      case "BinaryEquals" ->
          typed(asked, value, text -> Base64.getDecoder().decode(text), Arrays::equals);
      case "IpAddress" -> address(asked, value);
      default -> ordered(operator, asked, value);
    };
  }

  private Boolean flag(String text) {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new IllegalArgumentException(text);
    }
    return text.equalsIgnoreCase("true");
  }

  private String ordered(String operator, String asked, String value) {
    boolean date = operator.startsWith("Date");
    String order = operator.substring(date ? 4 : 7);
    return typed(
        asked,
        value,
        text -> date ? seconds(text) : new BigDecimal(text),
        (a, b) -> {
          int sign = a.compareTo(b);
          return switch (order) {
            case "Equals" -> sign == 0;
            case "LessThan" -> sign < 0;
            case "LessThanEquals" -> sign <= 0;
            case "GreaterThan" -> sign > 0;
            case "GreaterThanEquals" -> sign >= 0;
            default -> throw new AssertionError(operator);
          };
        });
  }

  private static BigDecimal seconds(String text) {
    if (text.matches("[0-9.e]+")) {
      return new BigDecimal(text);
    }
    Instant instant =
        text.length() == 10
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.parse(text);
    return new BigDecimal(instant.getEpochSecond());
  }

  private interface Reader<T> {
    T read(String text);
  }

  private static <T> String typed(
      String asked, String value, Reader<T> reader, BiFunction<T, T, Boolean> compare) {
    try {
      return yes(compare.apply(reader.read(asked), reader.read(value)));
    } catch (RuntimeException e) {
      return "error";
    }
  }

  /** The cases have IPv4 addresses only. */
  private static String address(String asked, String network) {
    return typed(
        asked.contains("/") ? "none" : asked,
        network,
        text -> {
          String[] parts = text.split("/");
          StringBuilder bits = new StringBuilder();
          String[] bytes = parts[0].split("\\.");
          if (bytes.length != 4) {
            throw new IllegalArgumentException(text);
          }
          for (String one : bytes) {
            int number = Integer.parseInt(one);
            if (number < 0 || number > 255) {
              throw new IllegalArgumentException(text);
            }
            bits.append(String.format("%8s", Integer.toBinaryString(number)).replace(' ', '0'));
          }
          return bits.substring(0, parts.length == 1 ? 32 : Integer.parseInt(parts[1]));
        },
        (address, prefix) -> address.startsWith(prefix));
  }

  private String arn(String asked, String written, boolean variables) {
    String[] parts = asked.split(":", 6);
    String[] patterns = written.split(":", 6);
    if (parts.length < 6 || patterns.length < 6 || !parts[0].equals("arn")) {
      return "error";
    }
    String result = "yes";
    for (int i = 0; i < 6; i++) {
      String regex = regex(patterns[i], variables);
      if (regex == null) {
        return "error";
      }
      result = and(result, yes(parts[i].matches(regex)));
    }
    return result;
  }

  private String regex(String pattern, boolean variables) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (variables && pattern.startsWith("${", i)) {
        int end = pattern.indexOf('}', i);
        String value = value(pattern.substring(i + 2, end));
        if (value == null) {
          return null;
        }
        regex.append(Pattern.quote(value));
        i = end;
      } else {
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  private String substitute(String text) {
    String result = text;
    for (int open = result.indexOf("${"); open >= 0; open = result.indexOf("${")) {
      int close = result.indexOf('}', open);
      String value = value(result.substring(open + 2, close));
      if (value == null) {
        return null;
      }
      result = result.substring(0, open) + value + result.substring(close + 1);
    }
    return result;
  }

  private String value(String inside) {
    if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
      return inside;
    }
    String[] parts = inside.split(",", 2);
    List<String> values = of.context().getOrDefault(parts[0].strip().toLowerCase(), List.of());
    if (values.size() == 1) {
      return values.get(0);
    }
    return values.isEmpty() && parts.length == 2 ? parts[1].strip().replace("'", "") : null;
  }

  private static List<JsonNode> list(JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node != null && node.isArray()) {
      node.forEach(all::add);
    } else if (node != null) {
      all.add(node);
    }
    return all;
  }

  private static String yes(boolean claim) {
    return claim ? "yes" : "no";
  }

  private static String not(String answer) {
    return answer.equals("yes") ? "no" : answer.equals("no") ? "yes" : "error";
  }

  private static String and(String a, String b) {
    if (a.equals("no") || b.equals("no")) {
      return "no";
    }
    return a.equals("error") || b.equals("error") ? "error" : "yes";
  }

  private static String or(String a, String b) {
    if (a.equals("yes") || b.equals("yes")) {
      return "yes";
    }
    return a.equals("error") || b.equals("error") ? "error" : "no";
  }
}
