package dev.keyward.embedded.customstore;

import dev.keyward.embedded.customstore.TokenException.Reason;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A token that is a map, for tests of what stands above tokens. It can be made to fail. */
public final class InMemoryTokenStore implements TokenStore {
  private final Map<String, byte[]> keys;
  private volatile boolean gone;

  /** A connection to a new, empty token. */
  public InMemoryTokenStore() {
    this(new ConcurrentHashMap<>());
  }

  private InMemoryTokenStore(Map<String, byte[]> keys) {
    this.keys = keys;
  }

  /** A new connection to the same token. */
  public InMemoryTokenStore reconnect() {
    return new InMemoryTokenStore(keys);
  }

  int size() {
    return keys.size();
  }

  /** Pulls the token out. */
  public void remove() {
    gone = true;
  }

  private void requireThere() throws TokenException {
    if (gone) {
      throw new TokenException(Reason.TOKEN_GONE, "The token was removed.");
    }
  }

  @Override
  public void createKey(String label) throws TokenException {
    requireThere();
    byte[] key = new byte[32];
    JdkRandom.shared().nextBytes(key);
    if (keys.putIfAbsent(label, key) != null) {
      throw new TokenException(Reason.KEY_EXISTS, "There is a key of that label already.");
    }
  }

  @Override
  public Optional<TokenKey> openKey(String label) throws TokenException {
    requireThere();
    return keys.containsKey(label) ? Optional.of(new InMemoryKey(label)) : Optional.empty();
  }

  @Override
  public boolean deleteKey(String label) throws TokenException {
    requireThere();
    return keys.remove(label) != null;
  }

  @Override
  public byte[] randomBytes(int count) throws TokenException {
    requireThere();
    if (count < 1 || count > 1024) {
      throw new IllegalArgumentException("1 to 1024 random bytes, asked for " + count);
    }
    byte[] bytes = new byte[count];
    JdkRandom.shared().nextBytes(bytes);
    return bytes;
  }

  @Override
  public void check() throws TokenException {
    requireThere();
  }

  @Override
  public void close() {
    gone = true;
  }

  private final class InMemoryKey implements TokenKey {
    private final String label;

    InMemoryKey(String label) {
      this.label = label;
    }

    private Cipher cipher(int mode, byte[] iv, byte[] aad)
        throws TokenException, GeneralSecurityException {
      requireThere();
      byte[] key = keys.get(label);
      if (key == null) {
        throw new TokenException(Reason.KEY_GONE, "The key is not in the token any more.");
      }
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", JdkProvider.SUN_JCE.instance());
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      cipher.updateAAD(aad);
      return cipher;
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] aad, SecureRandom random) throws TokenException {
      byte[] iv = new byte[12];
      random.nextBytes(iv);
      try {
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, aad).doFinal(plaintext);
        byte[] out = Arrays.copyOf(iv, 12 + sealed.length);
        System.arraycopy(sealed, 0, out, 12, sealed.length);
        return out;
      } catch (GeneralSecurityException e) {
        throw new TokenException(Reason.INTERNAL_ERROR, "AES-GCM failed.", e);
      }
    }

    @Override
    public Optional<byte[]> decrypt(ByteBuffer ciphertext, byte[] aad) throws TokenException {
      if (ciphertext.remaining() < OVERHEAD_BYTES) {
        return Optional.empty();
      }
      byte[] iv = new byte[12];
      ciphertext.get(iv);
      byte[] sealed = new byte[ciphertext.remaining()];
      ciphertext.get(sealed);
      try {
        return Optional.of(cipher(Cipher.DECRYPT_MODE, iv, aad).doFinal(sealed));
      } catch (AEADBadTagException e) {
        return Optional.empty();
      } catch (GeneralSecurityException e) {
        throw new TokenException(Reason.INTERNAL_ERROR, "AES-GCM failed.", e);
      }
    }
  }
}
