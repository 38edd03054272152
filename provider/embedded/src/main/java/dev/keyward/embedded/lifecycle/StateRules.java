package dev.keyward.embedded.lifecycle;

import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyState;

/** Which operation works in which key state, and how the others are refused. */
public final class StateRules {

  /** Operations that the same states refuse in the same way. */
  public enum Kind {
    /** Encrypt, decrypt, make data keys, sign, verify, get the public key. */
    CRYPTOGRAPHIC,
    /** Enable and disable. */
    SWITCH,
    /** Turn rotation on or off, rotate. */
    ROTATE,
    /** Schedule the deletion. */
    SCHEDULE_DELETION,
    /** Cancel the deletion. */
    CANCEL_DELETION,
    /** Point an alias to the key. */
    NAME
  }

  private StateRules() {}

  /**
   * Checks that an operation works in the state of a key.
   *
   * @param key the key
   * @param kind the operation
   * @throws KmsServiceException with the code and text of the KMS API if it does not
   */
  public static void check(KeyRecord key, Kind kind) {
    KeyState state = key.keyState();
    switch (kind) {
      case CRYPTOGRAPHIC -> requireUsable(key, state);
      case ROTATE -> {
        if (state != KeyState.ENABLED) {
          throw refusal(key, state);
        }
      }
      case SWITCH -> refuse(key, isPendingDeletion(state) || isNotReady(state));
      case SCHEDULE_DELETION -> refuse(key, isPendingDeletion(state) || state == KeyState.UPDATING);
      case NAME -> refuse(key, isPendingDeletion(state));
      case CANCEL_DELETION -> {
        if (!isPendingDeletion(state)) {
          throw new KmsServiceException(
              ErrorCode.KMS_INVALID_STATE, key.arn() + " is not pending deletion.");
        }
      }
    }
  }

  private static void requireUsable(KeyRecord key, KeyState state) {
    if (!state.isUsable()) {
      throw refusal(key, state);
    }
  }

  private static void refuse(KeyRecord key, boolean refused) {
    if (refused) {
      throw refusal(key, key.keyState());
    }
  }

  private static KmsServiceException refusal(KeyRecord key, KeyState state) {
    String text = key.arn() + " is " + words(state) + ".";
    return new KmsServiceException(
        state == KeyState.DISABLED ? ErrorCode.DISABLED : ErrorCode.KMS_INVALID_STATE, text);
  }

  private static String words(KeyState state) {
    return state == KeyState.PENDING_REPLICA_DELETION
        ? KeyState.PENDING_DELETION.words()
        : state.words();
  }

  private static boolean isPendingDeletion(KeyState state) {
    return state == KeyState.PENDING_DELETION || state == KeyState.PENDING_REPLICA_DELETION;
  }

  private static boolean isNotReady(KeyState state) {
    return state == KeyState.PENDING_IMPORT
        || state == KeyState.CREATING
        || state == KeyState.UPDATING;
  }
}
