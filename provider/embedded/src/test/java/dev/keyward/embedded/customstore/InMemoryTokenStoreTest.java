package dev.keyward.embedded.customstore;

import dev.keyward.embedded.customstore.TokenException.Reason;
import org.junit.jupiter.api.Test;

/** The double does what the real one does. */
class InMemoryTokenStoreTest extends TokenStoreContract {
  private final InMemoryTokenStore first = new InMemoryTokenStore();

  @Override
  TokenStore connect() {
    return first.reconnect();
  }

  @Test
  void remove_everyCallAfterwards_fails() {
    ((InMemoryTokenStore) store).remove();

    assertReason(Reason.TOKEN_GONE, store::check);
  }
}
