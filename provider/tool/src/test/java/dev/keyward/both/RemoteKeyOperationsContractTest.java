package dev.keyward.both;

import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyOperationsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link KeyOperationsContract} over the wire: client, endpoint and engine together. */
class RemoteKeyOperationsContractTest extends KeyOperationsContract {
  @TempDir private Path home;
  private ServedStore served;

  @Override
  protected KeyBackend open() throws Exception {
    served = ServedStore.in(home);
    return served.backend(served.administrator());
  }

  @AfterEach
  void closeEndpoint() {
    served.close();
  }
}
