package dev.keyward.remote.credentials;

import dev.keyward.secret.SecretBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A section of an AWS configuration or credentials file. */
public final class Profile implements AutoCloseable {
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, SecretBytes> secrets = new HashMap<>();

  Profile() {}

  void put(String name, String value) {
    values.put(name, value);
  }

  void putSecret(String name, SecretBytes value) {
    SecretBytes before = secrets.put(name, value);
    if (before != null) {
      before.close();
    }
  }

  /** Takes over what another section says; it wins. */
  void overlay(Profile other) {
    values.putAll(other.values);
    other.secrets.forEach((name, secret) -> putSecret(name, secret.copy()));
  }

  /**
   * A value.
   *
   * @param name for example {@code region}
   * @return empty if it is not there or blank
   */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  Optional<SecretBytes> secret(String name) {
    return Optional.ofNullable(secrets.get(name)).filter(value -> value.length() > 0);
  }

  @Override
  public void close() {
    secrets.values().forEach(SecretBytes::close);
  }

  @Override
  public String toString() {
    return "Profile" + values.keySet();
  }
}
