package dev.keyward.embedded;

import dev.keyward.backend.BackendSettings;
import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.embedded.quota.ResourceQuotas;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.embedded.store.StoreSettings.Acceptance;
import dev.keyward.jdk.JdkRandom;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration as the embedded engine understands it: {@code store}, {@code root-key}, {@code
 * region}, {@code account} and what an operator accepts.
 */
final class EmbeddedSettings {
  static final String DEFAULT_REGION = "us-east-1";
  static final String DEFAULT_ACCOUNT = "000000000000";

  private final BackendSettings settings;

  EmbeddedSettings(BackendSettings settings) {
    this.settings = settings;
  }

  Path directory() {
    Optional<String> store = settings.get("store");
    if (store.isEmpty()) {
      return settings.home().resolve("store");
    }
    String text = store.get();
    if (text.startsWith("jdbc:")) {
      throw wrong("store", "database URLs are not offered in this version; name a directory");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw wrong("store", "not a path");
    }
  }

  StoreSettings store() {
    Set<Acceptance> accepted = EnumSet.noneOf(Acceptance.class);
    if (isSet("store.accept-rollback")) {
      accepted.add(Acceptance.ROLLBACK);
    }
    if (isSet("store.allow-network-file-system")) {
      accepted.add(Acceptance.NETWORK_FILE_SYSTEM);
    }
    return new StoreSettings(
        directory(),
        settings.home(),
        settings.get("root-key"),
        accepted,
        InstantSource.system(),
        JdkRandom.shared());
  }

  Scope scope() {
    String region = settings.get("region").orElse(DEFAULT_REGION);
    String account = settings.get("account").orElse(DEFAULT_ACCOUNT);
    try {
      return new Scope("aws", region, account);
    } catch (IllegalArgumentException e) {
      boolean isRegion = e.getMessage().startsWith("a Region");
      throw wrong(isRegion ? "region" : "account", e.getMessage());
    }
  }

  /** Who the program is: the root user of the account unless {@code principal} says otherwise. */
  Caller caller() {
    Scope scope = scope();
    Optional<String> principal = settings.get("principal");
    if (principal.isEmpty()) {
      return Caller.root(scope);
    }
    try {
      Caller caller = Caller.of(Principal.parse(principal.get()), scope);
      if (caller.account().equals(scope.account())) {
        return caller;
      }
    } catch (IllegalArgumentException e) {
      throw wrong("principal", e.getMessage());
    }
    throw wrong("principal", "belongs to another account than " + scope.account());
  }

  EngineSettings engine() {
    return new EngineSettings(
        InstantSource.system(),
        JdkRandom.shared(),
        Optional.of(AuditSettings.of(settings)),
        ResourceQuotas.of(settings),
        QuotaSettings.of(settings),
        System::nanoTime,
        new ConfiguredTokens(settings));
  }

  private boolean isSet(String name) {
    return settings.get(name).map(Boolean::parseBoolean).orElse(false);
  }

  private IllegalArgumentException wrong(String name, String why) {
    return new IllegalArgumentException(settings.origin(name) + ": " + name + ": " + why + ".");
  }
}
