package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.endpoint.http.Answer;
import dev.keyward.failure.StoreSealedException;
import dev.keyward.identity.PrincipalAccess;
import java.util.Map;

/** Whether the endpoint can serve. Asked for often, and so looked at beforehand. Thread-safe. */
final class Health {
  /** Nobody's access key: to look for it reads the store. */
  private static final String PROBE = "AKIA0000000000000000";

  private final PrincipalAccess access;
  private volatile State state = State.UP;

  /** What {@code /healthz} says. */
  enum State {
    /** Requests are served. */
    UP,
    /** The store cannot be opened with the root key there is. */
    SEALED,
    /** The store cannot be read. */
    FAILED,
    /** The endpoint is about to end. */
    STOPPING
  }

  Health(PrincipalAccess access) {
    this.access = access;
  }

  void look() {
    State seen = seen();
    if (state != State.STOPPING) {
      state = seen;
    }
  }

  private State seen() {
    try {
      access.credential(PROBE);
      return State.UP;
    } catch (StoreSealedException e) {
      return State.SEALED;
    } catch (RuntimeException e) {
      return State.FAILED;
    }
  }

  void stopping() {
    state = State.STOPPING;
  }

  State state() {
    return state;
  }

  Answer answer(Map<String, String> headers) {
    State now = state;
    byte[] body = ("{\"status\":\"" + now + "\"}").getBytes(US_ASCII);
    return new Answer(now == State.UP ? 200 : 503, headers, body);
  }
}
