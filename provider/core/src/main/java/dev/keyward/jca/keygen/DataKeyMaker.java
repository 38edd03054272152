package dev.keyward.jca.keygen;

import dev.keyward.backend.DataKeys;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.DataKeyParameterSpec;
import dev.keyward.secret.ClearDataKey;
import dev.keyward.secret.DataKey;
import java.security.InvalidAlgorithmParameterException;
import java.util.Set;
import java.util.function.Predicate;

/** Makes data keys for AES under a managed key. */
final class DataKeyMaker {
  static final String ALGORITHM = "AES";

  private static final Set<Integer> SIZES_BITS = Set.of(128, 192, 256);

  private final SecretKeyHandle handle;
  private final DataKeyParameterSpec wanted;

  private DataKeyMaker(SecretKeyHandle handle, DataKeyParameterSpec wanted) {
    this.handle = handle;
    this.wanted = wanted;
  }

  static DataKeyMaker of(DataKeyParameterSpec wanted, Predicate<KeyHandle> ours)
      throws InvalidAlgorithmParameterException {
    if (!SIZES_BITS.contains(wanted.sizeBits())) {
      throw new InvalidAlgorithmParameterException(
          "An AES key has 128, 192 or 256 bits, got " + wanted.sizeBits() + ".");
    }
    if (!(wanted.handle() instanceof SecretKeyHandle handle)) {
      throw new InvalidAlgorithmParameterException(
          "A data key is made under the handle of a managed key, got a "
              + wanted.handle().getClass().getName()
              + ".");
    }
    if (handle.spec() != KeySpec.SYMMETRIC_DEFAULT || handle.usage() != KeyUsage.ENCRYPT_DECRYPT) {
      throw new InvalidAlgorithmParameterException(
          "Key "
              + handle.reference()
              + " has spec "
              + handle.spec()
              + " and makes no data keys. Use an ENCRYPT_DECRYPT key of spec SYMMETRIC_DEFAULT.");
    }
    if (!ours.test(handle)) {
      throw new InvalidAlgorithmParameterException(
          "Key "
              + handle.reference()
              + " is a handle of another Keyward provider. Get the key and the generator from the"
              + " same provider.");
    }
    return new DataKeyMaker(handle, wanted);
  }

  ClearDataKey make() {
    int sizeBytes = wanted.sizeBits() / Byte.SIZE;
    try {
      DataKey made =
          handle
              .backend()
              .require(DataKeys.class)
              .generateDataKey(handle.reference(), sizeBytes, wanted.context());
      requireLength(made, sizeBytes);
      return new ClearDataKey(ALGORITHM, made);
    } catch (KmsException e) {
      throw JcaFailures.inUncheckedMethod(e);
    }
  }

  private void requireLength(DataKey made, int sizeBytes) {
    int length = made.plaintext().length();
    if (length != sizeBytes) {
      made.close();
      throw new InvalidAnswerException(
          "A data key of "
              + sizeBytes
              + " bytes was asked for under key "
              + handle.reference()
              + ", the answer has "
              + length
              + ". It was not used.");
    }
  }
}
