package dev.keyward.embedded.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.BackendSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditSettingsTest {
  @TempDir private Path home;

  private AuditSettings of(Map<String, String> values) {
    return AuditSettings.of(
        new BackendSettings() {
          @Override
          public Optional<String> get(String name) {
            return Optional.ofNullable(values.get(name));
          }

          @Override
          public String origin(String name) {
            return "keyward.properties line 3";
          }

          @Override
          public Path home() {
            return home;
          }
        });
  }

  @Test
  void of_nothing_isTheDefault() {
    AuditSettings settings = of(Map.of());
    assertThat(settings).isEqualTo(AuditSettings.in(home.resolve("audit")));
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.maxFileBytes()).isEqualTo(64 * 1024 * 1024);
  }

  @Test
  void of_everything_isTaken() {
    Path elsewhere = home.resolve("elsewhere");
    AuditSettings settings =
        of(
            Map.of(
                "audit.enabled", "false",
                "audit.strict", "true",
                "audit.directory", elsewhere.toString(),
                "audit.context", "clear",
                "audit.max-file-bytes", "100000"));
    assertThat(settings)
        .isEqualTo(
            new AuditSettings(false, true, elsewhere, AuditSettings.ContextValues.CLEAR, 100_000));
  }

  @ParameterizedTest
  @CsvSource({
    "audit.enabled, yes",
    "audit.strict, 1",
    "audit.context, plain",
    "audit.max-file-bytes, 12",
    "audit.max-file-bytes, many",
    "audit.directory, a/../b"
  })
  void of_wrongValue_isRefusedWithItsOrigin(String name, String value) {
    assertThatThrownBy(() -> of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keyward.properties line 3: " + name + ": ");
  }

  @Test
  void of_symbolicLinkOrNul_isRefused() throws Exception {
    Path link = Files.createSymbolicLink(home.resolve("link"), home);
    assertThatThrownBy(() -> of(Map.of("audit.directory", link.toString())))
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> of(Map.of("audit.directory", "a\0b")))
        .hasMessageContaining("not a path");
  }
}
