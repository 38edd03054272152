package dev.keyward.embedded;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The embedded engine does what every key service must do. */
class EmbeddedBackendContractTest extends KeyBackendContract {
  @TempDir private Path home;

  @Override
  protected KeyBackend open() {
    return new EmbeddedBackendFactory().open(new HomeOnly(home));
  }

  private record HomeOnly(Path home) implements BackendSettings {
    @Override
    public Optional<String> get(String name) {
      return Optional.empty();
    }

    @Override
    public String origin(String name) {
      return "default";
    }
  }
}
