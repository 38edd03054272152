package dev.keyward.remote.region;

import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.sigv4.CanonicalRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are about multi-Region keys. An alias and a ciphertext do not say so; what the
 * service answered about them before does. Thread-safe.
 */
final class MultiRegionKeys {
  private static final int MAX_NAMES = 4096;
  private static final String PREFIX = "mrk-";

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

  private final Map<String, String> learned =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_NAMES;
        }
      };

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

  void learn(String operation, Record request, Record response) {
    if (!MAY_GO_ELSEWHERE.contains(operation)) {
      return;
    }
    Optional<String> arn =
        response instanceof DescribeKey.Response described
            ? Optional.of(described.keyMetadata().arn())
            : KeyRewriting.keyId(response);
    arn.filter(FailoverCalls::isMultiRegion)
        .ifPresent(
            key -> {
              KeyRewriting.keyId(request)
                  .filter(name -> name.contains("alias/"))
                  .ifPresent(name -> put(name, key));
              blob(request, response).ifPresent(b -> put(CanonicalRequest.hash(b), key));
            });
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
    return Optional.ofNullable(learned.get(name));
  }

  private synchronized void put(String name, String key) {
    learned.put(name, key);
  }
}
