package dev.keyward.params;

import dev.keyward.model.KeyReference.AliasName;
import java.security.KeyStore.LoadStoreParameter;
import java.security.KeyStore.ProtectionParameter;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads a {@code KeyStore} of type {@code KMS} with a choice of aliases.
 *
 * <p>Immutable.
 */
public final class KmsLoadStoreParameter implements LoadStoreParameter {
  private final Set<String> aliases;

  private KmsLoadStoreParameter(Set<String> aliases) {
    this.aliases = aliases;
  }

  /**
   * Shows every alias the configuration lets through.
   *
   * @return the parameter
   */
  public static KmsLoadStoreParameter allAliases() {
    return new KmsLoadStoreParameter(Set.of());
  }

  /**
   * Shows only some aliases. Nothing is listed in the key service then.
   *
   * @param names alias names, with or without {@code alias/}; at least one
   * @return the parameter
   * @throws IllegalArgumentException if there is none, or aliases cannot have such a name
   */
  public static KmsLoadStoreParameter onlyAliases(Collection<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("name at least one alias");
    }
    return new KmsLoadStoreParameter(
        names.stream()
            .map(KmsLoadStoreParameter::nameOf)
            .map(AliasName::shortName)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static AliasName nameOf(String text) {
    return text.startsWith(AliasName.PREFIX) ? new AliasName(text) : AliasName.ofShort(text);
  }

  /**
   * The aliases to show.
   *
   * @return short names; empty for all
   */
  public Set<String> aliases() {
    return aliases;
  }

  /**
   * There is no password: the configuration says who the caller is.
   *
   * @return null
   */
  @Override
  public ProtectionParameter getProtectionParameter() {
    return null;
  }
}
