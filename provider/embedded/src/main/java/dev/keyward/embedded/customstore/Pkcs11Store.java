package dev.keyward.embedded.customstore;

import dev.keyward.embedded.customstore.TokenException.Reason;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.security.auth.login.LoginException;

/**
 * A custom key store in a PKCS #11 token, through an own instance of the JDK's SunPKCS11 provider.
 *
 * <p>Logs in once, when it is connected. After the token failed it does nothing any more, above all
 * it does not try the PIN again.
 */
public final class Pkcs11Store implements TokenStore {
  private static final int KEY_BITS = 256;
  private static final int MAX_RANDOM_BYTES = 1024;
  private static final byte[] TRIAL = "keyward trial".getBytes(StandardCharsets.US_ASCII);

  private final Provider provider;
  private final KeyStore keys;
  private volatile boolean closed;
  private volatile boolean failed;

  private Pkcs11Store(Provider provider, KeyStore keys) {
    this.provider = provider;
    this.keys = keys;
  }

  /**
   * Connects: loads the library, logs in once, and tries the cipher with a key for this session.
   *
   * @param location where the token is
   * @param pin KeyStorePassword in UTF-8; still the caller's
   * @return the connected store; the caller closes it
   * @throws TokenException if the token cannot be reached, the PIN is wrong or AES-GCM does not
   *     work there
   */
  public static Pkcs11Store connect(TokenLocation location, SecretBytes pin) throws TokenException {
    Provider provider = Pkcs11Provider.of(location);
    Pkcs11Store store = new Pkcs11Store(provider, logIn(provider, pin));
    try {
      store.requireAesGcm();
      return store;
    } catch (TokenException e) {
      store.close();
      throw e;
    }
  }

  private static KeyStore logIn(Provider provider, SecretBytes pin) throws TokenException {
    CharBuffer decoded = pin.read(bytes -> StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)));
    char[] characters = new char[decoded.remaining()];
    decoded.get(characters);
    try {
      KeyStore keys = KeyStore.getInstance("PKCS11", provider);
      keys.load(null, characters);
      return keys;
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw new TokenException(
          Pkcs11Errors.ofConnecting(e),
          "Cannot log in to the PKCS #11 token" + Pkcs11Provider.reported(e) + ".",
          e);
    } finally {
      Arrays.fill(characters, '\0');
      Arrays.fill(decoded.array(), '\0');
    }
  }

  /** Known failings of tokens show here and not with the first key of somebody. */
  private void requireAesGcm() throws TokenException {
    try {
      Pkcs11Key key = new Pkcs11Key(this, sessionKey());
      byte[] sealed = key.encrypt(TRIAL, TRIAL, JdkRandom.shared());
      Optional<byte[]> opened = key.decrypt(ByteBuffer.wrap(sealed), TRIAL);
      sealed[sealed.length - 1] ^= 1;
      boolean works =
          opened.isPresent()
              && Arrays.equals(opened.get(), TRIAL)
              && key.decrypt(ByteBuffer.wrap(sealed), TRIAL).isEmpty();
      if (works) {
        return;
      }
    } catch (GeneralSecurityException | ProviderException e) {
      throw new TokenException(Reason.INTERNAL_ERROR, "The token makes no AES keys.", e);
    }
    throw new TokenException(Reason.INTERNAL_ERROR, "AES-GCM does not work in this token.");
  }

  private SecretKey sessionKey() throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(KEY_BITS);
    SecretKey key = generator.generateKey();
    if (key.getEncoded() != null) {
      throw new ProviderException("the token lets keys out");
    }
    return key;
  }

  private boolean makesKeys() {
    try {
      return sessionKey().getEncoded() == null;
    } catch (GeneralSecurityException | ProviderException e) {
      return false;
    }
  }

  /** What is used inside; refuses after a failure and after closing. */
  Provider provider() throws TokenException {
    if (failed) {
      throw new TokenException(
          Reason.TOKEN_GONE, "The token failed before. Disconnect the key store and connect it.");
    }
    if (closed) {
      throw new TokenException(Reason.TOKEN_GONE, "The custom key store is disconnected.");
    }
    return provider;
  }

  /**
   * Remembers that the token failed, unless it only misses the key. A session that ended makes
   * handles of keys invalid too, so what decides is whether another key can still be made.
   */
  TokenException gone(String what, Exception cause) {
    if (Pkcs11Errors.isMissingKey(cause) && makesKeys()) {
      return new TokenException(
          Reason.KEY_GONE, "The key is not in the token any more, cannot " + what + ".", cause);
    }
    failed = !closed;
    return new TokenException(
        Reason.TOKEN_GONE,
        "The token could not " + what + Pkcs11Provider.reported(cause) + ".",
        cause);
  }

  @Override
  public synchronized void createKey(String label) throws TokenException {
    provider();
    try {
      if (isThere(label)) {
        throw new TokenException(
            Reason.KEY_EXISTS, "There is a key of that label in the token already.");
      }
      keys.setKeyEntry(label, sessionKey(), null, null);
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw gone("make a key", e);
    }
  }

  @Override
  public synchronized Optional<TokenKey> openKey(String label) throws TokenException {
    provider();
    try {
      return isThere(label)
              && keys.getKey(label, null) instanceof SecretKey key
              && key.getEncoded() == null
          ? Optional.of(new Pkcs11Key(this, key))
          : Optional.empty();
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw gone("look up a key", e);
    }
  }

  @Override
  public synchronized boolean deleteKey(String label) throws TokenException {
    provider();
    try {
      if (!isThere(label)) {
        return false;
      }
      keys.deleteEntry(label);
      return true;
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw gone("delete a key", e);
    }
  }

  /**
   * The JDK lists the token's labels when it loads the key store. Another process may have made a
   * key since, so a miss is looked up again; being logged in, that needs no PIN.
   */
  private boolean isThere(String label) throws GeneralSecurityException, IOException {
    if (!keys.containsAlias(label)) {
      keys.load(null, null);
    }
    return keys.containsAlias(label);
  }

  @Override
  public byte[] randomBytes(int count) throws TokenException {
    if (count < 1 || count > MAX_RANDOM_BYTES) {
      throw new IllegalArgumentException("1 to 1024 random bytes, asked for " + count);
    }
    provider();
    try {
      byte[] bytes = new byte[count];
      SecureRandom.getInstance("PKCS11", provider).nextBytes(bytes);
      return bytes;
    } catch (GeneralSecurityException | ProviderException e) {
      throw gone("give random bytes", e);
    }
  }

  @Override
  public synchronized void check() throws TokenException {
    provider();
    try {
      new Pkcs11Key(this, sessionKey()).encrypt(TRIAL, TRIAL, JdkRandom.shared());
    } catch (GeneralSecurityException | ProviderException e) {
      throw gone("answer", e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      ((AuthProvider) provider).logout();
    } catch (LoginException | ProviderException e) {
      // The token is gone, and with it the session: there is nothing left to log out of.
      failed = false;
    }
  }

  /** Nothing of the token. */
  @Override
  public String toString() {
    return "Pkcs11Store[" + (closed ? "closed" : failed ? "failed" : "connected") + "]";
  }
}
