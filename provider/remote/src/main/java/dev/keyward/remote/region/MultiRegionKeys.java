package dev.keyward.remote.region;

import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.sigv4.CanonicalRequest;
import dev.keyward.remote.resilience.Waiter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are about multi-Region keys. An alias and a ciphertext do not say so; what the
 * service answered about them before does, until it says something else, the alias is changed here,
 * or the first Region has not confirmed it for an hour. Thread-safe.
 */
final class MultiRegionKeys {
  private static final int MAX_NAMES = 4096;
  private static final String PREFIX = "mrk-";
  private static final String ALIAS = "alias/";
  private static final long GOOD_FOR = Duration.ofHours(1).toNanos();

  private static final Set<String> MAY_GO_ELSEWHERE =
      Set.of(
          "Encrypt",
          "Decrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "Sign",
          "Verify",
          "GenerateMac",
          "VerifyMac",
          "DeriveSharedSecret",
          "Encapsulate",
          "Decapsulate",
          "DescribeKey",
          "GetPublicKey");

  private final Waiter time;
  private final Map<String, Learned> learned =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Learned> eldest) {
          return size() > MAX_NAMES;
        }
      };

  private record Learned(String key, long when) {}

  MultiRegionKeys(Waiter time) {
    this.time = time;
  }

  /** The key of a request that may go elsewhere, as an id or an ARN. */
  Optional<String> find(String operation, Record request) {
    if (!MAY_GO_ELSEWHERE.contains(operation)) {
      return Optional.empty();
    }
    Optional<String> named = KeyRewriting.keyId(request);
    if (named.isPresent()) {
      String key = named.get();
      boolean isMultiRegion = key.startsWith(PREFIX) || FailoverCalls.isMultiRegion(key);
      return isMultiRegion ? named : recall(key);
    }
    return request instanceof Decrypt.Request decrypt && decrypt.ciphertextBlob() != null
        ? recall(CanonicalRequest.hash(decrypt.ciphertextBlob()))
        : Optional.empty();
  }

  /**
   * Learns from an answer.
   *
   * @param isFromHome whether the first Region gave it; no other one knows what an alias of the
   *     first one points to
   */
  void learn(String operation, Record request, Record response, boolean isFromHome) {
    if (!MAY_GO_ELSEWHERE.contains(operation)) {
      return;
    }
    Optional<String> arn =
        response instanceof DescribeKey.Response described
            ? Optional.of(described.keyMetadata().arn())
            : KeyRewriting.keyId(response);
    if (arn.isEmpty()) {
      return;
    }
    String key = arn.get();
    if (!FailoverCalls.isMultiRegion(key)) {
      unlearn(request);
      return;
    }
    if (isFromHome) {
      alias(request).ifPresent(name -> put(name, key));
    }
    blob(request, response).ifPresent(b -> put(CanonicalRequest.hash(b), key));
  }

  /** What the request names is no multi-Region key, or no key at all. */
  void unlearn(Record request) {
    alias(request).ifPresent(this::remove);
  }

  /** An alias was made, changed or deleted; by its name or its ARN, it may be another key's now. */
  void changed(Record request) {
    Optional<String> name = Optional.empty();
    if (request instanceof CreateAlias.Request create) {
      name = Optional.of(create.aliasName());
    } else if (request instanceof UpdateAlias.Request update) {
      name = Optional.of(update.aliasName());
    } else if (request instanceof DeleteAlias.Request delete) {
      name = Optional.of(delete.aliasName());
    }
    name.ifPresent(this::removeAll);
  }

  private static Optional<String> alias(Record request) {
    return KeyRewriting.keyId(request).filter(name -> name.contains(ALIAS));
  }

  private static Optional<byte[]> blob(Record request, Record response) {
    if (request instanceof Decrypt.Request decrypt) {
      return Optional.ofNullable(decrypt.ciphertextBlob());
    }
    if (response instanceof GenerateDataKey.Response made) {
      return Optional.ofNullable(made.ciphertextBlob());
    }
    if (response instanceof GenerateDataKeyWithoutPlaintext.Response made) {
      return Optional.ofNullable(made.ciphertextBlob());
    }
    return response instanceof Encrypt.Response made
        ? Optional.ofNullable(made.ciphertextBlob())
        : Optional.empty();
  }

  private synchronized Optional<String> recall(String name) {
    Learned found = learned.get(name);
    if (found != null && time.nanoTime() - found.when() > GOOD_FOR) {
      learned.remove(name);
      return Optional.empty();
    }
    return Optional.ofNullable(found).map(Learned::key);
  }

  private synchronized void put(String name, String key) {
    learned.put(name, new Learned(key, time.nanoTime()));
  }

  private synchronized void remove(String name) {
    learned.remove(name);
  }

  private synchronized void removeAll(String alias) {
    learned.keySet().removeIf(name -> name.equals(alias) || name.endsWith(":" + alias));
  }
}
