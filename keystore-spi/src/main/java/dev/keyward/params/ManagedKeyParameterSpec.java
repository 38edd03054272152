package dev.keyward.params;

import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.spec.AlgorithmParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says which managed key a {@code KeyGenerator} or {@code KeyPairGenerator} is to create.
 *
 * <pre>{@code
 * KeyGenerator generator = KeyGenerator.getInstance("AES", "Keyward");
 * generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("orders"));
 * SecretKey key = generator.generateKey();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ManagedKeyParameterSpec implements AlgorithmParameterSpec {
  private final KeySpec spec;
  private final KeyUsage usage;
  private final AliasName alias;
  private final String description;
  private final Map<String, String> tags;

  private ManagedKeyParameterSpec(
      KeySpec spec, KeyUsage usage, AliasName alias, String description, Map<String, String> tags) {
    this.spec = Objects.requireNonNull(spec, "spec");
    this.usage = Objects.requireNonNull(usage, "usage");
    this.alias = alias;
    this.description = Objects.requireNonNull(description, "description");
    this.tags = tags;
    if (!spec.usages().contains(usage)) {
      throw new IllegalArgumentException(
          "a key of spec " + spec + " has usage " + spec.usages() + ", not " + usage);
    }
  }

  /**
   * A key of the given spec without alias. Key pairs sign; symmetric keys encrypt.
   *
   * @param spec the spec
   * @return the parameters
   */
  public static ManagedKeyParameterSpec of(KeySpec spec) {
    KeyUsage usage =
        spec.usages().contains(KeyUsage.SIGN_VERIFY)
            ? KeyUsage.SIGN_VERIFY
            : spec.usages().iterator().next();
    return new ManagedKeyParameterSpec(spec, usage, null, "", Map.of());
  }

  /**
   * The same with another usage.
   *
   * @param usage one of those the spec allows
   * @return new parameters
   * @throws IllegalArgumentException if the spec does not allow it
   */
  public ManagedKeyParameterSpec withUsage(KeyUsage usage) {
    return new ManagedKeyParameterSpec(spec, usage, alias, description, tags);
  }

  /**
   * The same with an alias that will point to the new key.
   *
   * @param alias the name, with or without {@code alias/}
   * @return new parameters
   * @throws IllegalArgumentException if aliases cannot have that name
   */
  public ManagedKeyParameterSpec withAlias(String alias) {
    AliasName name =
        alias.startsWith(AliasName.PREFIX) ? new AliasName(alias) : AliasName.ofShort(alias);
    return new ManagedKeyParameterSpec(spec, usage, name, description, tags);
  }

  /**
   * The same with a description.
   *
   * @param description free text, at most 8,192 characters
   * @return new parameters
   */
  public ManagedKeyParameterSpec withDescription(String description) {
    return new ManagedKeyParameterSpec(spec, usage, alias, description, tags);
  }

  /**
   * The same with one more tag.
   *
   * @param name the tag's key
   * @param value the tag's value
   * @return new parameters
   */
  public ManagedKeyParameterSpec withTag(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(tags);
    more.put(name, value);
    return new ManagedKeyParameterSpec(
        spec, usage, alias, description, java.util.Collections.unmodifiableMap(more));
  }

  /**
   * The spec of the new key.
   *
   * @return the spec
   */
  public KeySpec spec() {
    return spec;
  }

  /**
   * The usage of the new key.
   *
   * @return the usage
   */
  public KeyUsage usage() {
    return usage;
  }

  /**
   * The alias to make.
   *
   * @return empty for none
   */
  public Optional<AliasName> alias() {
    return Optional.ofNullable(alias);
  }

  /**
   * The description of the new key.
   *
   * @return may be empty
   */
  public String description() {
    return description;
  }

  /**
   * The tags of the new key.
   *
   * @return an unmodifiable map
   */
  public Map<String, String> tags() {
    return tags;
  }
}
