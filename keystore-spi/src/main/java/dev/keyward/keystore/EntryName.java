package dev.keyward.keystore;

import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an alias of a {@code KeyStore} may stand for. */
final class EntryName {
  private final List<KeyReference> candidates;

  private EntryName(List<KeyReference> candidates) {
    this.candidates = List.copyOf(candidates);
  }

  /** Reads any text; one that names nothing possible has no candidates. */
  static EntryName of(String text) {
    List<KeyReference> candidates = new ArrayList<>(2);
    add(candidates, text);
    if (!text.startsWith("arn:") && !text.startsWith(AliasName.PREFIX)) {
      // An alias may look like a key id, so a key id that is not there is tried as an alias.
      add(candidates, AliasName.PREFIX + text);
    }
    return new EntryName(candidates);
  }

  private static void add(List<KeyReference> candidates, String text) {
    try {
      candidates.add(KeyReference.parse(text));
    } catch (IllegalArgumentException e) {
      // not of that form
    }
  }

  /** The references to try, in order. */
  List<KeyReference> candidates() {
    return candidates;
  }

  /** The alias meant, if it is one: the only kind of name that can be written. */
  Optional<AliasName> alias() {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    KeyReference last = candidates.get(candidates.size() - 1);
    if (last instanceof AliasArn arn) {
      return Optional.of(arn.alias());
    }
    return last instanceof AliasName name ? Optional.of(name) : Optional.empty();
  }

  /** The name under which certificates are kept. */
  Optional<String> certificateName() {
    return alias().map(AliasName::shortName);
  }
}
