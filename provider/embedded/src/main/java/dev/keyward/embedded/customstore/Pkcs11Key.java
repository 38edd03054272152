package dev.keyward.embedded.customstore;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM inside a PKCS #11 token. */
final class Pkcs11Key implements TokenKey {
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final Pkcs11Store store;
  private final SecretKey key;

  Pkcs11Key(Pkcs11Store store, SecretKey key) {
    this.store = store;
    this.key = key;
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] aad, SecureRandom random) throws TokenException {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    Provider provider = store.provider();
    try {
      byte[] sealed = cipher(provider, Cipher.ENCRYPT_MODE, iv, aad).doFinal(plaintext);
      byte[] out = Arrays.copyOf(iv, IV_BYTES + sealed.length);
      System.arraycopy(sealed, 0, out, IV_BYTES, sealed.length);
      return out;
    } catch (GeneralSecurityException | ProviderException e) {
      throw store.gone("encrypt", e);
    }
  }

  /**
   * Some tokens report a wrong tag with the value that also means any other failure. So after one a
   * trial shows whether the token still works: if it does, the ciphertext was wrong.
   */
  @Override
  public Optional<byte[]> decrypt(ByteBuffer ciphertext, byte[] aad) throws TokenException {
    if (ciphertext.remaining() < OVERHEAD_BYTES) {
      return Optional.empty();
    }
    byte[] iv = new byte[IV_BYTES];
    ciphertext.get(iv);
    byte[] sealed = new byte[ciphertext.remaining()];
    ciphertext.get(sealed);
    Provider provider = store.provider();
    try {
      return Optional.of(cipher(provider, Cipher.DECRYPT_MODE, iv, aad).doFinal(sealed));
    } catch (AEADBadTagException e) {
      requireWorks(provider);
      return Optional.empty();
    } catch (GeneralSecurityException | ProviderException e) {
      throw store.gone("decrypt", e);
    }
  }

  /** Encrypts something random and forgets it. */
  private void requireWorks(Provider provider) throws TokenException {
    byte[] iv = new byte[IV_BYTES];
    dev.keyward.jdk.JdkRandom.shared().nextBytes(iv);
    try {
      cipher(provider, Cipher.ENCRYPT_MODE, iv, iv).doFinal(iv);
    } catch (GeneralSecurityException | ProviderException e) {
      throw store.gone("decrypt", e);
    }
  }

  private Cipher cipher(Provider provider, int mode, byte[] iv, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, iv));
    cipher.updateAAD(aad);
    return cipher;
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "Pkcs11Key";
  }
}
