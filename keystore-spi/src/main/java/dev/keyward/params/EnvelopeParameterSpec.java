package dev.keyward.params;

import dev.keyward.model.EncryptionContext;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Parameters of {@code AES/GCM/NoPadding} on a key handle that also carry an encryption context.
 *
 * <p>The context is bound to the data key by the key service and shows up in its audit log; unlike
 * associated data it can be required by key policies.
 */
public final class EnvelopeParameterSpec extends GCMParameterSpec {
  private static final int TAG_BITS = 128;

  private final EncryptionContext context;
  private final boolean hasIv;

  /**
   * Parameters with an IV of the caller.
   *
   * @param iv 12 bytes; copied
   * @param context names and values bound to the message
   */
  public EnvelopeParameterSpec(byte[] iv, Map<String, String> context) {
    super(TAG_BITS, iv);
    this.context = EncryptionContext.of(context);
    this.hasIv = true;
  }

  /**
   * Parameters without an IV: a fresh one is made for encryption, the message's own is used for
   * decryption.
   *
   * @param context names and values bound to the message
   */
  public EnvelopeParameterSpec(Map<String, String> context) {
    super(TAG_BITS, new byte[0]);
    this.context = EncryptionContext.of(context);
    this.hasIv = false;
  }

  /**
   * The encryption context.
   *
   * @return may be empty
   */
  public EncryptionContext context() {
    return context;
  }

  /**
   * The IV the caller chose.
   *
   * @return a copy; empty if the caller chose none
   */
  public Optional<byte[]> iv() {
    return hasIv ? Optional.of(getIV()) : Optional.empty();
  }
}
