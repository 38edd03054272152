package dev.keyward.keystore;

import dev.keyward.backend.ChangeTracking;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyDirectory;
import dev.keyward.backend.KeyDirectory.Page;
import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.AliasEntry;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Handles by the names a key store knows them by. Key managers ask for every entry again and again,
 * so a handle is kept until the backend says that the key or its alias changed; public keys are
 * kept for good, because those of one key id never change.
 */
final class KeyEntries {
  private static final int MAX_KEPT = 4096;
  private static final int PAGE = 100;

  private final KeyBackend backend;
  private final Optional<ChangeTracking> changes;
  private final Map<KeyReference, Kept> kept = boundedMap();
  private final Map<KeyArn, PublicKey> publicKeys = boundedMap();

  private record Kept(long generation, KeyMetadata metadata, KeyHandle handle) {}

  KeyEntries(KeyBackend backend) {
    this.backend = backend;
    this.changes = backend.capability(ChangeTracking.class);
  }

  KeyBackend backend() {
    return backend;
  }

  /** Lists alias names without their prefix, page by page. */
  List<String> aliases() {
    KeyDirectory directory = backend.require(KeyDirectory.class);
    List<String> names = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    do {
      Page<AliasEntry> page = directory.aliases(marker, PAGE);
      for (AliasEntry entry : page.entries()) {
        // An alias of a service whose key was never used names no key yet.
        entry.target().ifPresent(key -> names.add(entry.name().shortName()));
      }
      marker = page.next();
    } while (marker.isPresent());
    return names;
  }

  Optional<KeyMetadata> describe(EntryName name) {
    return firstFound(
        name,
        reference -> {
          Kept known = current(reference);
          return known != null ? known.metadata() : backend.describe(reference);
        });
  }

  /**
   * Makes or finds the handle.
   *
   * @param known a public key that is believed to belong to the entry, for example of its
   *     certificate; used for a disabled key, which does not tell its public key
   */
  Optional<KeyHandle> handle(EntryName name, Function<KeyArn, Optional<PublicKey>> known) {
    return firstFound(name, reference -> handleOf(reference, known));
  }

  private KeyHandle handleOf(KeyReference reference, Function<KeyArn, Optional<PublicKey>> known) {
    Kept there = current(reference);
    if (there != null) {
      return there.handle();
    }
    long generation = changes.map(tracking -> tracking.generation(reference)).orElse(-1L);
    KeyMetadata metadata;
    try {
      metadata = backend.describe(reference);
    } catch (AccessDeniedException e) {
      return KeyHandles.undescribed(backend, reference, e).orElseThrow(() -> e);
    }
    KeyHandle handle =
        metadata.spec().isKeyPair() ? pair(metadata, known) : KeyHandles.of(backend, reference);
    if (generation >= 0) {
      kept.put(reference, new Kept(generation, metadata, handle));
    }
    return handle;
  }

  private KeyHandle pair(KeyMetadata key, Function<KeyArn, Optional<PublicKey>> known) {
    PublicKey pinned = publicKeys.get(key.arn());
    if (pinned != null) {
      return KeyHandles.ofPair(backend, key, pinned);
    }
    Optional<PublicKey> believed = known.apply(key.arn());
    if (believed.isPresent()) {
      try {
        return KeyHandles.ofPair(backend, key, believed.get());
      } catch (InvalidAnswerException e) {
        // the certificate is of another kind of key: ask the key service instead
      }
    }
    KeyHandle handle = KeyHandles.of(backend, key.arn());
    publicKeys.put(key.arn(), KeyHandles.publicKeyOf(handle));
    return handle;
  }

  private Kept current(KeyReference reference) {
    Kept there = kept.get(reference);
    boolean fresh =
        there != null
            && changes.isPresent()
            && changes.get().generation(reference) == there.generation();
    return fresh ? there : null;
  }

  private static <T> Optional<T> firstFound(EntryName name, Function<KeyReference, T> lookUp) {
    for (KeyReference reference : name.candidates()) {
      try {
        return Optional.of(lookUp.apply(reference));
      } catch (KeyNotFoundException e) {
        // the next form of the name, if there is one
      }
    }
    return Optional.empty();
  }

  private static <K, V> Map<K, V> boundedMap() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_KEPT;
          }
        });
  }
}
