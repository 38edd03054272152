package dev.keyward.doubles;

import dev.keyward.envelope.CacheLimits;
import dev.keyward.envelope.DataKeyCache;
import dev.keyward.handle.KeyHandles;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.jca.cipher.EnvelopeCipher;
import dev.keyward.jca.cipher.HandleCheck;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;

/** A provider with nothing but the sealed-message cipher, over a key service in memory. */
public final class CipherFixture {
  public static final String ALGORITHM = "AES/GCM/NoPadding";

  public final MemoryBackend backend = new MemoryBackend();
  public final KeyArn arn = backend.createKey();
  public final SecretKeyHandle key = handle(arn);
  public final DataKeyCache cache;
  public final Provider provider;

  public CipherFixture() {
    this(CacheLimits.defaults());
  }

  public CipherFixture(CacheLimits limits) {
    this(limits, handle -> {});
  }

  public CipherFixture(CacheLimits limits, HandleCheck check) {
    cache = new DataKeyCache(limits);
    provider = new OneCipher(cache, check, JdkRandom.shared());
  }

  public SecretKeyHandle handle(KeyReference reference) {
    return (SecretKeyHandle) KeyHandles.of(backend, reference);
  }

  public Cipher cipher() throws GeneralSecurityException {
    return Cipher.getInstance(ALGORITHM, provider);
  }

  public Cipher encrypting() throws GeneralSecurityException {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher;
  }

  public Cipher decrypting() throws GeneralSecurityException {
    Cipher cipher = cipher();
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher;
  }

  public byte[] seal(byte[] plaintext) throws GeneralSecurityException {
    return encrypting().doFinal(plaintext);
  }

  public byte[] open(byte[] message) throws GeneralSecurityException {
    return decrypting().doFinal(message);
  }

  private static final class OneCipher extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient DataKeyCache cache;
    private final transient HandleCheck check;
    private final SecureRandom random;

    OneCipher(DataKeyCache cache, HandleCheck check, SecureRandom random) {
      super("OneCipher", "1", "sealed messages only");
      this.cache = cache;
      this.check = check;
      this.random = random;
      putService(
          new Service(this, "Cipher", ALGORITHM, EnvelopeCipher.class.getName(), List.of(), null) {
            @Override
            public Object newInstance(Object parameter) {
              return new EnvelopeCipher(
                  () -> OneCipher.this.cache, OneCipher.this.check, OneCipher.this.random);
            }

            @Override
            public boolean supportsParameter(Object parameter) {
              return parameter instanceof SecretKeyHandle;
            }
          });
    }
  }
}
