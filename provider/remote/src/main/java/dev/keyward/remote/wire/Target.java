package dev.keyward.remote.wire;

import java.net.URI;
import java.util.Objects;

/**
 * Where requests go and for what Region they are signed.
 *
 * @param uri scheme, host and maybe a port
 * @param region the Region
 */
public record Target(URI uri, String region) {
  public Target {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(region, "region");
  }

  /** For messages. */
  @Override
  public String toString() {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
