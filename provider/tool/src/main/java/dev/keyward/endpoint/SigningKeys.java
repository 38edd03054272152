package dev.keyward.endpoint;

import dev.keyward.identity.Credential;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.kms.sigv4.CanonicalRequest;
import dev.keyward.kms.sigv4.CredentialScope;
import dev.keyward.kms.sigv4.SigningKey;
import dev.keyward.secret.SecretBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signing keys that were derived, so that one request in a day pays for it. Bounded; what is pushed
 * out is wiped. A key counts only for the version of the access key it was derived from, and those
 * of access keys that may not be used any more are wiped by {@link #dropUnusable}. Thread-safe.
 */
final class SigningKeys implements AutoCloseable {
  private static final int MAX_ENTRIES = 1_000;

  private final PrincipalAccess access;
  private final Map<Name, Entry> derived = new LinkedHashMap<>(64, 0.75f, true);

  private record Name(String accessKeyId, CredentialScope scope) {}

  private record Entry(Credential credential, SigningKey key) {}

  SigningKeys(PrincipalAccess access) {
    this.access = access;
  }

  /** Checks a signature; false too if the access key has changed in this moment. */
  boolean verify(
      Credential credential,
      CredentialScope scope,
      CanonicalRequest request,
      String timestamp,
      String signature) {
    Optional<SigningKey> kept = find(new Name(credential.accessKeyId(), scope), credential);
    if (kept.isPresent()) {
      try {
        return kept.get().verifies(request, timestamp, signature);
      } catch (IllegalStateException wipedMeanwhile) {
        // Pushed out by others: derived again.
      }
    }
    return verifyDeriving(credential, scope, request, timestamp, signature);
  }

  private boolean verifyDeriving(
      Credential credential,
      CredentialScope scope,
      CanonicalRequest request,
      String timestamp,
      String signature) {
    Optional<SecretBytes> secret = access.secret(credential);
    if (secret.isEmpty()) {
      return false;
    }
    SigningKey key;
    try (SecretBytes open = secret.get()) {
      key = SigningKey.derive(open, scope);
    }
    boolean right = key.verifies(request, timestamp, signature);
    if (right) {
      keep(new Name(credential.accessKeyId(), scope), new Entry(credential, key));
    } else {
      // Who does not know the secret does not push out those who do.
      key.close();
    }
    return right;
  }

  private synchronized Optional<SigningKey> find(Name name, Credential credential) {
    Entry entry = derived.get(name);
    return entry == null || !entry.credential().equals(credential)
        ? Optional.empty()
        : Optional.of(entry.key());
  }

  private synchronized void keep(Name name, Entry entry) {
    Entry before = derived.put(name, entry);
    if (before != null) {
      before.key().close();
    }
    if (derived.size() > MAX_ENTRIES) {
      Name eldest = derived.keySet().iterator().next();
      derived.remove(eldest).key().close();
    }
  }

  /** Wipes what was derived from access keys that were disabled, deleted or changed. */
  void dropUnusable() {
    for (Credential credential : credentials()) {
      if (!access.credential(credential.accessKeyId()).equals(Optional.of(credential))) {
        drop(credential);
      }
    }
  }

  private synchronized List<Credential> credentials() {
    return new ArrayList<>(derived.values().stream().map(Entry::credential).distinct().toList());
  }

  private synchronized void drop(Credential credential) {
    derived
        .values()
        .removeIf(
            entry -> {
              boolean gone = entry.credential().equals(credential);
              if (gone) {
                entry.key().close();
              }
              return gone;
            });
  }

  synchronized int size() {
    return derived.size();
  }

  @Override
  public synchronized void close() {
    derived.values().forEach(entry -> entry.key().close());
    derived.clear();
  }
}
