package dev.keyward.embedded.customstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.BackendSettings;
import dev.keyward.embedded.customstore.TokenException.Reason;
import dev.keyward.embedded.customstore.TokenLocation.SlotId;
import dev.keyward.embedded.customstore.TokenLocation.SlotIndex;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tokens are comes from the local configuration only. */
class TokenLocationTest {
  private static final String CLUSTER = "cluster-abcdefg2345";
  private static final String PREFIX = "custom-key-store." + CLUSTER + ".";

  private static BackendSettings settings(Map<String, String> values) {
    return new BackendSettings() {
      @Override
      public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
      }

      @Override
      public String origin(String name) {
        return "here";
      }

      @Override
      public Path home() {
        return Path.of("/nowhere");
      }
    };
  }

  @Test
  void of_configuredCluster_isFound() throws TokenException {
    assertThat(TokenLocation.of(settings(Map.of(PREFIX + "library", "/a/b.so")), CLUSTER))
        .isEqualTo(new TokenLocation("/a/b.so", new SlotIndex(0)));
    assertThat(
            TokenLocation.of(
                settings(Map.of(PREFIX + "library", "/a/b.so", PREFIX + "slot", "4711")), CLUSTER))
        .isEqualTo(new TokenLocation("/a/b.so", new SlotId(4711)));
    assertThat(
            TokenLocation.of(
                settings(Map.of(PREFIX + "library", "/a/b.so", PREFIX + "slot-index", "3")),
                CLUSTER))
        .isEqualTo(new TokenLocation("/a/b.so", new SlotIndex(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-bcdefgh2345", "", "cluster-", "../x", "cluster-abcdefg2345.x"})
  void of_otherCluster_isNotFound(String cluster) {
    BackendSettings settings = settings(Map.of(PREFIX + "library", "/a/b.so"));

    assertThatThrownBy(() -> TokenLocation.of(settings, cluster))
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
              assertThat(e.connectionErrorCode()).isEqualTo("CLUSTER_NOT_FOUND");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative.so", "/a\nname=x", "/a\"b", "/a${user.home}", "/a\\b"})
  void library_pathWithAMeaning_isRefused(String path) {
    assertThatThrownBy(() -> new TokenLocation(path, new SlotIndex(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
