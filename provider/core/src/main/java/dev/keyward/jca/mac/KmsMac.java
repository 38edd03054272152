package dev.keyward.jca.mac;

import dev.keyward.backend.Macs;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.jca.failures.Refusals;
import dev.keyward.jdk.OtherProviders;
import dev.keyward.model.KeySpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.MacSpi;

/**
 * {@code HmacSHA…} on a handle. A KMS takes 1 to 4,096 bytes at once and keeps no state between
 * calls, so longer messages are refused and not hashed into something that is no HMAC.
 *
 * <p>An object that was asked for its length before {@code init} stays with this provider (HKDF
 * inside TLS 1.3 on 17 does that); it then works with ordinary keys through the next provider.
 */
public final class KmsMac extends MacSpi {
  private final KeySpec spec;
  private final Predicate<KeyHandle> ours;
  private final Provider self;

  /** Made when there is a handle: the JDK makes more engines than it uses. */
  private byte[] message = {};

  private int length;
  private boolean tooLong;
  private SecretKeyHandle handle;
  private Mac delegate;

  /**
   * Makes an engine.
   *
   * @param spec the HMAC spec, which fixes the hash
   * @param ours tells handles of this provider's key service from others; must be cheap
   * @param self the provider the engine belongs to
   */
  public KmsMac(KeySpec spec, Predicate<KeyHandle> ours, Provider self) {
    this.spec = spec;
    this.ours = ours;
    this.self = self;
  }

  private String algorithm() {
    return "HmacSHA" + spec.size();
  }

  @Override
  protected int engineGetMacLength() {
    return spec.size() / 8;
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec parameters)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    handle = null;
    delegate = null;
    engineReset();
    if (key == null) {
      throw Refusals.notManaged(null);
    }
    if (!(key instanceof KeyHandle managed)) {
      delegate = ordinary(key, parameters);
      return;
    }
    if (parameters != null) {
      throw new InvalidAlgorithmParameterException(algorithm() + " takes no parameters.");
    }
    if (!(managed instanceof SecretKeyHandle secret) || managed.spec() != spec) {
      throw Refusals.wrongKey(
          managed, "make a MAC with " + algorithm(), "a GENERATE_VERIFY_MAC key of spec " + spec);
    }
    if (!ours.test(managed)) {
      throw Refusals.ofAnotherProvider(managed);
    }
    if (message.length == 0) {
      message = new byte[Macs.MAX_MESSAGE_BYTES];
    }
    handle = secret;
  }

  private Mac ordinary(Key key, AlgorithmParameterSpec parameters) throws InvalidKeyException {
    Exception first = null;
    for (Provider provider : OtherProviders.offering("Mac", algorithm(), self)) {
      try {
        Mac mac = Mac.getInstance(algorithm(), provider);
        mac.init(key, parameters);
        return mac;
      } catch (GeneralSecurityException | RuntimeException e) {
        // Providers answer a key they cannot use with all kinds of exceptions.
        first = first == null ? e : first;
      }
    }
    throw new InvalidKeyException(
        "No provider makes " + algorithm() + " with a " + key.getClass().getName(), first);
  }

  @Override
  protected void engineUpdate(byte b) {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int count) {
    if (delegate != null) {
      delegate.update(input, offset, count);
    } else if (count > message.length - length) {
      tooLong = true;
    } else {
      System.arraycopy(input, offset, message, length, count);
      length += count;
    }
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    if (delegate != null) {
      delegate.update(input);
      return;
    }
    int count = input.remaining();
    if (count > message.length - length) {
      tooLong = true;
      input.position(input.limit());
    } else {
      input.get(message, length, count);
      length += count;
    }
  }

  @Override
  protected byte[] engineDoFinal() {
    if (delegate != null) {
      return delegate.doFinal();
    }
    if (handle == null) {
      throw new IllegalStateException("MAC not initialized");
    }
    byte[] copy = Arrays.copyOf(message, length);
    try {
      requireAllowedLength();
      return handle.backend().require(Macs.class).generateMac(handle.reference(), spec, copy);
    } catch (KmsException e) {
      throw JcaFailures.inUncheckedMethod(e);
    } finally {
      // What is authenticated may be as secret as the key.
      Arrays.fill(copy, (byte) 0);
      engineReset();
    }
  }

  private void requireAllowedLength() {
    if (tooLong || length == 0) {
      throw new KeywardException(
          "ValidationException",
          "Cannot make "
              + algorithm()
              + " with key "
              + handle.reference()
              + ": a key service takes messages of 1 to "
              + Macs.MAX_MESSAGE_BYTES
              + " bytes, got "
              + (tooLong ? "more" : "none")
              + ". Authenticate a digest of the message.",
          null);
    }
  }

  @Override
  protected void engineReset() {
    if (delegate != null) {
      delegate.reset();
    }
    Arrays.fill(message, 0, length, (byte) 0);
    length = 0;
    tooLong = false;
  }
}
