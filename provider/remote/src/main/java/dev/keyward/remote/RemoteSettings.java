package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import java.net.URI;

/** The configuration as the wire client understands it. */
final class RemoteSettings {
  private RemoteSettings() {}

  /** Where the configured KMS answers. */
  static KmsEndpoint endpoint(BackendSettings settings) {
    String region =
        settings
            .get("region")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        settings.origin("backend") + ": backend=remote needs a region."));
    return settings
        .get("endpoint")
        .map(uri -> KmsEndpoint.custom(URI.create(uri), region))
        .orElseGet(() -> KmsEndpoint.of(region, KmsEndpoint.Variant.REGIONAL));
  }

  /** This version knows the address but does not call it; better to say so than to half-work. */
  static IllegalArgumentException notYet(BackendSettings settings) {
    return new IllegalArgumentException(
        settings.origin("backend")
            + ": backend=remote would use "
            + endpoint(settings).uri()
            + ", but this version of Keyward has no wire client yet; use \"embedded\".");
  }
}
