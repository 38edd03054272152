package dev.keyward.config;

import dev.keyward.backend.BackendSettings;
import dev.keyward.config.ValueType.Surroundings;
import dev.keyward.model.Quoted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The configuration of one provider or program: every property that was set, its checked value and
 * where it was set. Immutable.
 *
 * <p>One source is read, the first there is: the argument, {@code -Dkeyward.config}, {@code
 * KEYWARD_CONFIG}, {@code ~/.keyward/keyward.properties}. Over it lie properties set as {@code
 * -Dkeyward.NAME}. With no source at all everything has its default: the embedded backend in {@code
 * ~/.keyward}.
 */
public final class Configuration implements BackendSettings {
  private static final Pattern INLINE =
      Pattern.compile("\\s*[A-Za-z][A-Za-z0-9.-]*\\s*=.*", Pattern.DOTALL);

  private final String place;
  private final Path home;
  private final Map<String, Value> values;

  private record Value(String text, String origin) {}

  private Configuration(String place, Path home, Map<String, Value> values) {
    this.place = place;
    this.home = home;
    this.values = values;
  }

  /**
   * Finds, reads and checks the configuration.
   *
   * @param source where to look
   * @return the configuration
   * @throws ConfigurationException if it cannot be read, or a property or a value is wrong
   */
  public static Configuration load(Source source) {
    Map<String, PropertyLine> raw = new LinkedHashMap<>();
    String place = readFirstSource(source, raw);
    overlaySystemProperties(source, place, raw);
    return new Configuration(place, source.home(), checked(source, place, raw));
  }

  private static String readFirstSource(Source source, Map<String, PropertyLine> raw) {
    String given = null;
    String place = "default";
    if (source.argument().filter(text -> !text.isBlank()).isPresent()) {
      given = source.argument().get();
      place = "(provider argument)";
    } else if (source.properties().get("keyward.config") != null) {
      given = source.properties().get("keyward.config");
      place = "(-Dkeyward.config)";
    } else if (source.environment().get("KEYWARD_CONFIG") != null) {
      given = source.environment().get("KEYWARD_CONFIG");
      place = "(KEYWARD_CONFIG)";
    } else if (Files.exists(source.home().resolve("keyward.properties"))) {
      given = source.home().resolve("keyward.properties").toString();
    }
    if (given == null) {
      return place;
    }
    if (INLINE.matcher(given).matches()) {
      add(place, PropertyLine.ofInline(place, given), raw);
      return place;
    }
    return readFile(source, given, raw);
  }

  private static String readFile(Source source, String text, Map<String, PropertyLine> raw) {
    Path file = ConfigurationFile.pathOf(text);
    boolean permissive = "true".equals(source.properties().get("keyward.permissive"));
    String content = ConfigurationFile.read(file, permissive);
    Path name = file.getFileName();
    add(file.toString(), PropertyLine.ofFile(file.toString(), String.valueOf(name), content), raw);
    return file.toString();
  }

  private static void add(String place, List<PropertyLine> lines, Map<String, PropertyLine> raw) {
    for (PropertyLine line : lines) {
      if (KnownProperties.typeOf(line.name()).isEmpty()) {
        throw new ConfigurationException(place, line.origin() + ": " + unknown(line.name()));
      }
      PropertyLine before = raw.put(line.name(), line);
      if (before != null) {
        throw new ConfigurationException(
            place,
            line.origin() + ": " + line.name() + " was set already in " + before.origin() + ".");
      }
    }
  }

  private static String unknown(String name) {
    String shown = name.substring(0, Math.min(name.length(), 64));
    return "unknown property "
        + Quoted.of(shown)
        + "; did you mean \""
        + KnownProperties.nearest(shown)
        + "\"? Names are in lower case.";
  }

  private static void overlaySystemProperties(
      Source source, String place, Map<String, PropertyLine> raw) {
    source
        .properties()
        .forEach(
            (property, value) -> {
              String name = property.substring(Source.PROPERTY_PREFIX.length());
              if (KnownProperties.typeOf(name).isPresent()) {
                raw.put(name, new PropertyLine("-D" + property, name, value));
              } else if (!name.equals("config") && KnownProperties.isNearMiss(name)) {
                // Others may use the prefix too; only what looks like a slip of the pen is refused.
                throw new ConfigurationException(place, "-D" + property + ": " + unknown(name));
              }
            });
  }

  private static Map<String, Value> checked(
      Source source, String place, Map<String, PropertyLine> raw) {
    Surroundings surroundings =
        new Surroundings(
            source, isOn(raw, "endpoint.plain-http"), isOn(raw, "endpoint.link-local"));
    Map<String, Value> values = new LinkedHashMap<>();
    raw.forEach(
        (name, line) -> {
          try {
            String text = Interpolation.apply(line.value(), source.environment());
            ValueType type = KnownProperties.typeOf(name).orElseThrow();
            values.put(name, new Value(type.check(name, text, surroundings), line.origin()));
          } catch (IllegalArgumentException e) {
            throw new ConfigurationException(place, line.origin() + ": " + e.getMessage());
          }
        });
    return values;
  }

  private static boolean isOn(Map<String, PropertyLine> raw, String name) {
    return raw.containsKey(name) && raw.get(name).value().equals("true");
  }

  @Override
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).map(Value::text);
  }

  @Override
  public String origin(String name) {
    Value value = values.get(name);
    return value == null ? "default" : value.origin();
  }

  @Override
  public Path home() {
    return home;
  }

  /**
   * The properties that were set.
   *
   * @return their names, sorted
   */
  public SortedSet<String> names() {
    return new TreeSet<>(values.keySet());
  }

  /**
   * What was read: a file's path, or the other source in parentheses; {@code default} if there was
   * none.
   *
   * @return short text for messages
   */
  public String place() {
    return place;
  }

  /**
   * The failure to report when no backend has the configured name.
   *
   * @param available the names there are
   * @return the failure; not thrown
   */
  public ConfigurationException unknownBackend(Collection<String> available) {
    List<String> choices = new ArrayList<>(new TreeSet<>(available));
    String wanted = ProviderConfig.of(this).backend();
    String reason =
        values.containsKey("backend")
            ? origin("backend") + ": " + ValueTypes.unknownValue("backend", wanted, usual(choices))
            : "the backend \"" + wanted + "\" is not on the class path; add its jar.";
    return new ConfigurationException(place, reason);
  }

  private static List<String> usual(List<String> found) {
    TreeSet<String> names = new TreeSet<>(List.of("embedded", "remote"));
    names.addAll(found);
    return List.copyOf(names);
  }

  /** Shows names and origins, never values. */
  @Override
  public String toString() {
    return "Configuration[" + place + ", " + values.keySet() + "]";
  }
}
