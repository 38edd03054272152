package dev.keyward.remote.answers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.failure.KmsException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.remote.wire.KmsCalls;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a data key can be a fresh random one. A service that hands out keys of its choice reads
 * everything, and a broken one that hands out the same key twice is hardly better.
 */
final class DataKeyChecks {
  /** Shorter ones may be zero, or the same as before, by chance. */
  private static final int LEAST_BYTES = 16;

  /** One data key of so many is decrypted again, to see that it can be. */
  private static final int SAMPLE = 256;

  private final KmsCalls calls;
  private final AtomicReference<byte[]> previous = new AtomicReference<>(new byte[0]);
  private final AtomicLong count = new AtomicLong();
  private volatile boolean mayNotDecrypt;

  DataKeyChecks(KmsCalls calls) {
    this.calls = calls;
  }

  void check(GenerateDataKey.Request asked, GenerateDataKey.Response answer) {
    SameKey.require(asked.keyId(), answer.keyId());
    if (answer.ciphertextBlob() == null || answer.ciphertextBlob().length == 0) {
      throw Refusal.of(Refusal.INVALID, "a data key that is not encrypted");
    }
    if (asked.recipient() != null) {
      return;
    }
    byte[] key = answer.plaintext();
    if (key == null || key.length != length(asked)) {
      throw Refusal.of(Refusal.INVALID, "a data key of another length");
    }
    if (key.length >= LEAST_BYTES) {
      requireFresh(key);
      if (count.incrementAndGet() % SAMPLE == 0 && !mayNotDecrypt) {
        requireDecryptable(asked, answer);
      }
    }
  }

  private static int length(GenerateDataKey.Request asked) {
    if (asked.numberOfBytes() != null) {
      return asked.numberOfBytes();
    }
    return asked.keySpec() == DataKeySpec.AES_128 ? 16 : 32;
  }

  private void requireFresh(byte[] key) {
    int any = 0;
    for (byte b : key) {
      any |= b;
    }
    if (any == 0) {
      throw Refusal.of(Refusal.INVALID, "a data key of zeros");
    }
    // The digest of the last one, not the key itself, which lives no longer than its user wants.
    byte[] mark = digest(key);
    if (MessageDigest.isEqual(previous.getAndSet(mark), mark)) {
      throw Refusal.of(Refusal.INVALID, "the same data key as before");
    }
  }

  private static byte[] digest(byte[] key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance());
      sha.update("keyward: seen before?".getBytes(US_ASCII));
      return sha.digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }

  private void requireDecryptable(GenerateDataKey.Request asked, GenerateDataKey.Response answer) {
    Decrypt.Request request =
        Decrypt.Request.of(answer.ciphertextBlob())
            .withKeyId(answer.keyId())
            .withEncryptionContext(asked.encryptionContext())
            .withGrantTokens(asked.grantTokens());
    Decrypt.Response again;
    try {
      again = (Decrypt.Response) calls.call("Decrypt", request);
    } catch (KmsServiceException e) {
      mayNotDecrypt = e.is(ErrorCode.ACCESS_DENIED);
      if (e.is(ErrorCode.INVALID_CIPHERTEXT) || e.is(ErrorCode.INCORRECT_KEY)) {
        throw undecryptable();
      }
      return;
    } catch (KmsException e) {
      // Not reachable just now says nothing about the key.
      return;
    }
    boolean same =
        again.plaintext() != null && MessageDigest.isEqual(again.plaintext(), answer.plaintext());
    if (again.plaintext() != null) {
      Arrays.fill(again.plaintext(), (byte) 0);
    }
    if (!same) {
      throw undecryptable();
    }
  }

  private static RuntimeException undecryptable() {
    return Refusal.of(Refusal.INVALID, "a data key that does not decrypt to itself");
  }
}
