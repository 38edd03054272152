package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rotates keys whose date has come, when they are used next. Thread-safe.
 *
 * <p>A use of a key never fails because of its rotation: while the store cannot be written, the old
 * material stays current and keeps encrypting.
 */
final class AutomaticRotation {
  /** After a failure: a locked store would hold every use up for as long as it waits for locks. */
  private static final long RETRY_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final KeyLifecycle keys;
  private final SecureRandom random;
  private final AtomicLong notBefore = new AtomicLong(System.nanoTime());

  AutomaticRotation(KeyLifecycle keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /** The key as it is after a rotation that is due; fails if that cannot be stored. */
  KeyRecord rotatedIfDue(KeyRecord key) {
    if (!keys.isRotationDue(key)) {
      return key;
    }
    try (NewMaterial material = Materials.generate(key.keySpec(), random)) {
      return keys.rotateIfDue(key, material.stored());
    }
  }

  /** As {@link #rotatedIfDue}, but the key as it is if the rotation cannot be stored now. */
  KeyRecord rotatedIfPossible(KeyRecord key) {
    if (!keys.isRotationDue(key) || System.nanoTime() - notBefore.get() < 0) {
      return key;
    }
    try {
      return rotatedIfDue(key);
    } catch (BackendUnavailableException e) {
      return postponed(key);
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.KMS_INTERNAL)) {
        return postponed(key);
      }
      throw e;
    }
  }

  private KeyRecord postponed(KeyRecord key) {
    notBefore.set(System.nanoTime() + RETRY_AFTER_NANOS);
    return key;
  }
}
