package dev.keyward.embedded.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.BackendSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaSettingsTest {

  private static BackendSettings settings(Map<String, String> values) {
    return new BackendSettings() {
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
        return Path.of("unused");
      }
    };
  }

  @Test
  void of_requests_takesOffAwsOrFactor() {
    assertThat(QuotaSettings.of(settings(Map.of()))).isEqualTo(QuotaSettings.OFF);
    assertThat(QuotaSettings.of(settings(Map.of("quota.requests", "aws"))))
        .isEqualTo(QuotaSettings.AWS);
    assertThat(QuotaSettings.of(settings(Map.of("quota.requests", "0.5"))).factor()).isEqualTo(0.5);
  }

  @Test
  void of_rates_areReadForEveryCategory() {
    for (String category : RequestCategory.allNames()) {
      QuotaSettings read = QuotaSettings.of(settings(Map.of("quota.rate." + category, "7")));
      assertThat(read.overrides()).isEqualTo(Map.of(category, 7.0));
    }
  }

  @Test
  void of_resourceQuotas_areAwsUnlessSet() {
    assertThat(ResourceQuotas.of(settings(Map.of()))).isEqualTo(ResourceQuotas.AWS);
    ResourceQuotas read =
        ResourceQuotas.of(settings(Map.of("quota.keys", "12", "quota.grants-per-key", "3")));
    assertThat(read.keys()).isEqualTo(12);
    assertThat(read.grantsPerKey()).isEqualTo(3);
    assertThat(read.aliasesPerKey()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({
    "quota.requests, on",
    "quota.requests, 0",
    "quota.requests, -1",
    "quota.requests, 1e3",
    "quota.rate.create-key, 99999999",
    "quota.rate.create-key, ''"
  })
  void of_wrongRequestQuota_isRefusedWithItsOrigin(String name, String value) {
    assertThatThrownBy(() -> QuotaSettings.of(settings(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keyward.properties line 3: " + name + " takes ");
  }

  @ParameterizedTest
  @CsvSource({"quota.keys, -1", "quota.aliases-per-key, many", "quota.policy-bytes, 999999999"})
  void of_wrongResourceQuota_isRefusedWithItsOrigin(String name, String value) {
    assertThatThrownBy(() -> ResourceQuotas.of(settings(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keyward.properties line 3: " + name + " takes ");
  }
}
