package dev.keyward.embedded;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyOperationsContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The embedded engine, behind the adapter, does what the JCA services need. */
class EmbeddedKeyOperationsTest extends KeyOperationsContract {
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
