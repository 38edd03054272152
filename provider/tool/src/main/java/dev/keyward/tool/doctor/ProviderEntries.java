package dev.keyward.tool.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lines {@code security.provider.N} that are in force, by number, and the property that prefers
 * providers for single algorithms.
 *
 * @param entries name and argument of each provider, by its number
 * @param preferred {@code jdk.security.provider.preferred}; empty if it is not set
 */
public record ProviderEntries(SortedMap<Integer, String> entries, String preferred) {
  private static final String ENTRY = "security.provider.";
  private static final String PREFERRED = "jdk.security.provider.preferred";
  private static final int MAX_ENTRIES = 100;
  private static final long MAX_OVERLAY_BYTES = 1 << 20;

  public ProviderEntries {
    entries = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /**
   * Those of this JVM, with the overlay it was started with.
   *
   * @return the entries
   */
  public static ProviderEntries ofJvm() {
    SortedMap<Integer, String> entries = new TreeMap<>();
    for (int number = 1; number <= MAX_ENTRIES; number++) {
      String entry = Security.getProperty(ENTRY + number);
      if (entry != null) {
        entries.put(number, entry.strip());
      }
    }
    String preferred = Security.getProperty(PREFERRED);
    return new ProviderEntries(entries, preferred == null ? "" : preferred);
  }

  /**
   * What a program gets that is started with {@code -Djava.security.properties=FILE}: entries
   * replace others by their number.
   *
   * @param file the overlay
   * @return new entries
   * @throws IOException if it cannot be read
   */
  public ProviderEntries overlaidWith(Path file) throws IOException {
    if (Files.size(file) > MAX_OVERLAY_BYTES) {
      throw new IOException(file + " is larger than 1 MiB");
    }
    Properties overlay = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      overlay.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no properties file", e);
    }
    SortedMap<Integer, String> all = new TreeMap<>(entries);
    for (String name : overlay.stringPropertyNames()) {
      if (name.matches("security\\.provider\\.[0-9]{1,3}")) {
        all.put(Integer.valueOf(name.substring(ENTRY.length())), overlay.getProperty(name).strip());
      }
    }
    return new ProviderEntries(all, overlay.getProperty(PREFERRED, preferred));
  }

  /**
   * The name of the provider in an entry, without its argument.
   *
   * @param number a number
   * @return empty if there is no such entry
   */
  Optional<String> name(int number) {
    return Optional.ofNullable(entries.get(number)).map(entry -> entry.split("\\s+", 2)[0]);
  }

  /** The number of our entry. */
  Optional<Integer> ours() {
    return entries.keySet().stream().filter(number -> isOurs(name(number).orElse(""))).findFirst();
  }

  static boolean isOurs(String name) {
    return name.equals("Keyward") || name.equals("dev.keyward.KeywardProvider");
  }

  boolean has(String provider) {
    return entries.keySet().stream().anyMatch(number -> name(number).orElse("").equals(provider));
  }

  /** The first number that is missing before a higher one; the JDK stops reading there. */
  Optional<Integer> gap() {
    int expected = 1;
    for (Map.Entry<Integer, String> entry : entries.entrySet()) {
      if (entry.getKey() != expected) {
        return Optional.of(expected);
      }
      expected++;
    }
    return Optional.empty();
  }
}
