package dev.keyward.embedded.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of a trail's files: when the trail began, its id, the number of the file.
 *
 * @param began such as {@code 20261122T040618Z}
 * @param trail 32 hex digits
 * @param number from 1
 */
record TrailFileName(String began, String trail, int number) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("(\\d{8}T\\d{6}Z)-([0-9a-f]{32})-(\\d{4,6})\\.jsonl");

  static TrailFileName first(Instant began, String trail) {
    return new TrailFileName(TIME.format(began), trail, 1);
  }

  TrailFileName withNumber(int number) {
    return new TrailFileName(began, trail, number);
  }

  String text() {
    return String.format("%s-%s-%04d.jsonl", began, trail, number);
  }

  static Optional<TrailFileName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new TrailFileName(
                matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }
}
