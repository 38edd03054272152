package dev.keyward.samples.benchmarks;

import dev.keyward.envelope.CacheLimits;
import dev.keyward.envelope.DataKeyCache;
import dev.keyward.jca.cipher.EnvelopeCipher;
import dev.keyward.jdk.JdkRandom;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;

/** A provider with nothing but the sealed-message cipher. */
final class OneCipherProvider extends Provider {
  static final String ALGORITHM = "AES/GCM/NoPadding";

  private static final long serialVersionUID = 1L;

  private final transient DataKeyCache cache =
      new DataKeyCache(
          CacheLimits.defaults()
              .withMessagesPerKey(Integer.getInteger("keyward.cache.messages-per-key", 1)));
  private final SecureRandom random = JdkRandom.shared();

  OneCipherProvider() {
    super("OneCipher", "1", "sealed messages only");
    putService(
        new Service(this, "Cipher", ALGORITHM, EnvelopeCipher.class.getName(), List.of(), null) {
          @Override
          public Object newInstance(Object parameter) {
            return new EnvelopeCipher(() -> cache, handle -> {}, random);
          }
        });
  }

  Cipher newCipher() throws NoSuchAlgorithmException, NoSuchPaddingException {
    return Cipher.getInstance(ALGORITHM, this);
  }
}
