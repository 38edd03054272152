package dev.keyward.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.config.Configuration;
import dev.keyward.config.Source;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.embedded.quota.RequestCategory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration and the engine are two modules that know the same names. */
class QuotaNamesTest {
  @TempDir private Path home;

  @Test
  void rates_everyCategoryOfTheEngine_canBeConfigured() {
    List<String> names = RequestCategory.allNames();
    assertThat(names).hasSizeGreaterThan(50);
    for (String name : names) {
      Source source = new Source(Optional.empty(), Map.of(), Map.of(), home, home);
      Configuration configuration =
          Configuration.load(source.withArgument("quota.rate." + name + "=2.5"));
      assertThat(QuotaSettings.of(configuration).overrides()).isEqualTo(Map.of(name, 2.5));
    }
  }
}
