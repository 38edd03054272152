package dev.keyward.tool.secrecy;

import dev.keyward.jdk.JdkRandom;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A source of randomness that remembers what it gave away: symmetric keys, data keys, private
 * scalars and primes, all of which must not be found in any text.
 */
final class CanaryRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;
  private static final int SHORTEST_SECRET_BYTES = 32;

  static final CanaryRandom INSTANCE = new CanaryRandom();

  private final transient List<byte[]> given = Collections.synchronizedList(new ArrayList<>());

  private CanaryRandom() {}

  @Override
  public void nextBytes(byte[] bytes) {
    JdkRandom.shared().nextBytes(bytes);
    if (bytes.length >= SHORTEST_SECRET_BYTES) {
      given.add(bytes.clone());
    }
  }

  List<byte[]> given() {
    return List.copyOf(given);
  }
}
