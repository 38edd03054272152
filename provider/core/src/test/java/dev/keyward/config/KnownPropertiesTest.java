package dev.keyward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The annotated file in {@code conf} and the properties that are accepted say the same. */
class KnownPropertiesTest {
  private static final Pattern SETTING = Pattern.compile("#([a-z][a-z0-9.-]*)=(.*)");

  @TempDir private Path home;

  private Configuration inline(String text) {
    Source source = new Source(Optional.empty(), Map.of(), Map.of("HOME", "/home/x"), home, home);
    return Configuration.load(source.withArgument(text));
  }

  private static Map<String, String> annotated() throws Exception {
    Path file = Path.of(System.getProperty("keyward.root.dir"), "conf", "keyward.properties");
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = SETTING.matcher(line);
      if (matcher.matches()) {
        settings.put(matcher.group(1), matcher.group(2));
      }
    }
    return settings;
  }

  @Test
  void annotatedFile_everySetting_isAccepted() throws Exception {
    Map<String, String> settings = annotated();
    assertThat(settings).hasSizeGreaterThan(20);
    settings.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            assertThatCode(() -> inline(name + "=" + value)).as(name).doesNotThrowAnyException();
          }
        });
  }

  @Test
  void annotatedFile_auditAndQuotas_areComplete() throws Exception {
    assertThat(
            KnownProperties.names().stream()
                .filter(name -> name.matches("(audit|quota)\\..*"))
                .filter(name -> !name.startsWith("quota.rate.")))
        .isSubsetOf(annotated().keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "quota.requests, off",
    "quota.requests, aws",
    "quota.requests, 0.25",
    "quota.rate.create-key, 12",
    "quota.keys, 0",
    "audit.context, clear",
    "audit.max-file-bytes, 65536"
  })
  void auditOrQuota_rightValue_isAccepted(String name, String value) {
    assertThat(inline(name + "=" + value).get(name)).contains(value);
  }

  @ParameterizedTest
  @CsvSource({
    "quota.requests, on",
    "quota.requests, 0",
    "quota.rate.create-key, aws",
    "quota.rate.create-keys, 5",
    "quota.keys, -1",
    "audit.context, plain",
    "audit.max-file-bytes, 1"
  })
  void auditOrQuota_wrongNameOrValue_isRefused(String name, String value) {
    assertThatThrownBy(() -> inline(name + "=" + value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(name);
  }
}
