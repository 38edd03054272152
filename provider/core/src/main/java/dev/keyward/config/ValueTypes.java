package dev.keyward.config;

import dev.keyward.model.Quoted;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values. Error texts say what is allowed. */
final class ValueTypes {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(?!.*(^|[/\\\\])\\.\\.([/\\\\]|$))(/|[A-Za-z]:[/\\\\])[^\\p{Cntrl}]{1,1023}");

  private static final Pattern REGION = Pattern.compile("([a-z]+-){2,3}\\d+");
  private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9/_-]{1,250}");

  private static final double MAX_FACTOR = 1_000_000;

  private ValueTypes() {}

  static ValueType word() {
    return (name, value, surroundings) -> matching(name, value, WORD, "a lower-case word");
  }

  static ValueType oneOf(String... allowed) {
    return (name, value, surroundings) -> {
      if (Arrays.asList(allowed).contains(value)) {
        return value;
      }
      throw new IllegalArgumentException(unknownValue(name, value, List.of(allowed)));
    };
  }

  static ValueType flag() {
    return oneOf("true", "false");
  }

  static ValueType number(long least, long most) {
    return (name, value, surroundings) -> {
      if (value.matches("\\d{1,19}")) {
        try {
          long number = Long.parseLong(value);
          if (number >= least && number <= most) {
            return Long.toString(number);
          }
        } catch (NumberFormatException e) {
          // too large for a long: the same answer as any other number out of range
        }
      }
      throw new IllegalArgumentException(
          name
              + " takes a whole number from "
              + least
              + " to "
              + most
              + ", got "
              + Quoted.of(value)
              + ".");
    };
  }

  /** A number above 0 and up to a million, with or without a fraction, or one of some words. */
  static ValueType factorOr(String... words) {
    return (name, value, surroundings) -> {
      boolean isFactor =
          value.matches("\\d{1,7}(\\.\\d{1,6})?")
              && Double.parseDouble(value) > 0
              && Double.parseDouble(value) <= MAX_FACTOR;
      if (isFactor || Arrays.asList(words).contains(value)) {
        return value;
      }
      String orWords = words.length == 0 ? "" : ", or " + choice(List.of(words));
      throw new IllegalArgumentException(
          name
              + " takes a number above 0 and up to 1000000"
              + orWords
              + ", got "
              + Quoted.of(value)
              + ".");
    };
  }

  static ValueType duration(Duration least, Duration most) {
    return (name, value, surroundings) -> {
      Matcher matcher = DURATION.matcher(value);
      if (matcher.matches()) {
        Duration duration = durationOf(matcher);
        if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException(
          String.format(
              "%s takes a duration from %s to %s, such as 500ms, 30s, 5m or 1h, got %s.",
              name, inWords(least), inWords(most), Quoted.of(value)));
    };
  }

  /** Reads what {@link #duration} accepted. */
  static Duration parseDuration(String checked) {
    Matcher matcher = DURATION.matcher(checked);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + Quoted.of(checked));
    }
    return durationOf(matcher);
  }

  private static Duration durationOf(Matcher matcher) {
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static String inWords(Duration duration) {
    return duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  static ValueType path() {
    return (name, value, surroundings) -> SafePath.check(name, value, surroundings.source());
  }

  /** Systems install libraries behind symbolic links, so one may be named. */
  static ValueType library() {
    return (name, value, surroundings) ->
        matching(name, value, LIBRARY, "the absolute path of a library, without \"..\"");
  }

  static ValueType pathOrJdbcUrl() {
    return (name, value, surroundings) ->
        value.startsWith("jdbc:") ? value : SafePath.check(name, value, surroundings.source());
  }

  static ValueType endpoint() {
    return EndpointRule::check;
  }

  static ValueType region() {
    return (name, value, surroundings) -> matching(name, value, REGION, "a Region like eu-west-1");
  }

  static ValueType account() {
    return (name, value, surroundings) ->
        matching(name, value, Pattern.compile("[0-9]{12}"), "12 digits");
  }

  static ValueType text() {
    return (name, value, surroundings) ->
        matching(name, value, Pattern.compile("\\S.{0,1023}"), "a text");
  }

  static ValueType regions() {
    return listOf(REGION, "Regions");
  }

  static ValueType aliases() {
    return listOf(ALIAS, "alias names");
  }

  private static ValueType listOf(Pattern item, String what) {
    return (name, value, surroundings) ->
        Arrays.stream(value.split(",", -1))
            .map(part -> matching(name, part.strip(), item, "a comma-separated list of " + what))
            .collect(Collectors.joining(","));
  }

  /** The text of a root key is never repeated: it may hold a passphrase. */
  static ValueType rootKey() {
    return (name, value, surroundings) -> {
      if (value.matches("(file|passphrase|pkcs11|kms):.+")) {
        if (value.startsWith("file:")) {
          String file = value.substring("file:".length());
          return "file:" + SafePath.check(name, file, surroundings.source());
        }
        return value;
      }
      throw new IllegalArgumentException(
          name + " takes file:PATH, passphrase:…, pkcs11:… or kms:…; the value has none of them.");
    };
  }

  private static String matching(String name, String value, Pattern form, String wanted) {
    if (form.matcher(value).matches()) {
      return value;
    }
    throw new IllegalArgumentException(
        name + " takes " + wanted + ", got " + Quoted.of(value) + ".");
  }

  static String unknownValue(String name, String value, List<String> allowed) {
    return "unknown value " + Quoted.of(value) + " for " + name + "; use " + choice(allowed) + ".";
  }

  private static String choice(List<String> allowed) {
    List<String> quoted = allowed.stream().map(Quoted::of).toList();
    int last = quoted.size() - 1;
    return last < 1
        ? String.join("", quoted)
        : String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
  }
}
