package dev.keyward.config;

import dev.keyward.model.Quoted;
import java.util.ArrayList;
import java.util.List;

/**
 * One {@code name = value} of a configuration.
 *
 * @param origin where it stands: {@code keyward.properties line 12}
 * @param name the property
 * @param value its value, not yet interpolated
 */
record PropertyLine(String origin, String name, String value) {

  /** Reads the lines of a file: blank lines, {@code #} comments, {@code name = value}. */
  static List<PropertyLine> ofFile(String place, String fileName, String text) {
    List<PropertyLine> lines = new ArrayList<>();
    String[] raw = text.split("\r\n|\n|\r", -1);
    for (int i = 0; i < raw.length; i++) {
      String line = raw[i].strip();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        lines.add(of(place, fileName + " line " + (i + 1), line));
      }
    }
    return lines;
  }

  /** Reads inline entries, separated by semicolons. */
  static List<PropertyLine> ofInline(String place, String text) {
    List<PropertyLine> lines = new ArrayList<>();
    String[] raw = text.split(";", -1);
    for (int i = 0; i < raw.length; i++) {
      if (!raw[i].isBlank()) {
        lines.add(of(place, place + " entry " + (i + 1), raw[i].strip()));
      }
    }
    return lines;
  }

  private static PropertyLine of(String place, String origin, String line) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      // The line may be a misplaced secret, so only the part a name could have is shown.
      String start = line.substring(0, Math.min(line.length(), 12));
      throw new ConfigurationException(
          place, origin + ": not \"name = value\", starts with " + Quoted.of(start) + ".");
    }
    return new PropertyLine(
        origin, line.substring(0, equals).strip(), line.substring(equals + 1).strip());
  }
}
