package dev.keyward.endpoint;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of requests. They are unique but no secrets, so they come from a fast source. */
final class RequestIds {
  private RequestIds() {}

  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(
            random.nextLong() & 0xffffffffffff0fffL | 0x4000L,
            random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L)
        .toString();
  }
}
