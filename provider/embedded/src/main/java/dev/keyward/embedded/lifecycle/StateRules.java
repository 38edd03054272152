package dev.keyward.embedded.lifecycle;

import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Which operation works in which key state, and how the others are refused. What depends on the
 * kind of key as well (its origin, its part in a multi-Region set) is checked elsewhere.
 */
public final class StateRules {

  /** Operations that the same states refuse in the same way. */
  public enum Kind {
    /** Encrypt, decrypt, make data keys, sign, verify, compute, agree, get the public key. */
    CRYPTOGRAPHIC(KeyState.ENABLED, KeyState.UPDATING),
    /** Create a grant. */
    GRANT(KeyState.ENABLED, KeyState.UPDATING, KeyState.UNAVAILABLE),
    /** Enable and disable. */
    SWITCH(KeyState.ENABLED, KeyState.DISABLED, KeyState.UNAVAILABLE),
    /** Turn rotation on or off. */
    SCHEDULE_ROTATION(KeyState.ENABLED, KeyState.UPDATING),
    /** Rotate now. */
    ROTATE(KeyState.ENABLED),
    /** Make a replica. */
    REPLICATE(KeyState.ENABLED),
    /** Change the primary Region. */
    CHANGE_PRIMARY(KeyState.ENABLED, KeyState.UPDATING),
    /** Get the parameters of an import, delete imported material. */
    PREPARE_IMPORT(KeyState.ENABLED, KeyState.DISABLED, KeyState.PENDING_IMPORT),
    /** Delete imported material. */
    DELETE_MATERIAL(
        KeyState.ENABLED,
        KeyState.DISABLED,
        KeyState.PENDING_IMPORT,
        KeyState.PENDING_DELETION,
        KeyState.PENDING_REPLICA_DELETION),
    /** Import. */
    IMPORT(KeyState.ENABLED, KeyState.DISABLED, KeyState.PENDING_IMPORT, KeyState.UPDATING),
    /** Schedule the deletion. */
    SCHEDULE_DELETION(
        KeyState.ENABLED,
        KeyState.DISABLED,
        KeyState.PENDING_IMPORT,
        KeyState.UNAVAILABLE,
        KeyState.CREATING),
    /** Cancel the deletion. */
    CANCEL_DELETION(KeyState.PENDING_DELETION, KeyState.PENDING_REPLICA_DELETION),
    /** Point an alias to the key, tag it, describe it. */
    NAME(
        KeyState.ENABLED,
        KeyState.DISABLED,
        KeyState.PENDING_IMPORT,
        KeyState.UNAVAILABLE,
        KeyState.CREATING,
        KeyState.UPDATING);

    private final Set<KeyState> allowed;

    Kind(KeyState... allowed) {
      this.allowed = Set.of(allowed);
    }
  }

  private static final Map<KeyState, ErrorCode> CODES = new EnumMap<>(KeyState.class);

  static {
    for (KeyState state : KeyState.values()) {
      CODES.put(
          state, state == KeyState.DISABLED ? ErrorCode.DISABLED : ErrorCode.KMS_INVALID_STATE);
    }
  }

  private StateRules() {}

  /**
   * Checks that an operation works in the state of a key.
   *
   * @param key the key as callers see it
   * @param kind the operation
   * @throws KmsServiceException with the code and text of the KMS API if it does not
   */
  public static void check(KeyRecord key, Kind kind) {
    KeyState state = key.keyState();
    if (kind.allowed.contains(state)) {
      return;
    }
    String found =
        kind == Kind.CANCEL_DELETION ? "is not pending deletion." : "is " + words(state) + ".";
    ErrorCode code = kind == Kind.CANCEL_DELETION ? ErrorCode.KMS_INVALID_STATE : CODES.get(state);
    throw new KmsServiceException(code, key.arn() + " " + found);
  }

  private static String words(KeyState state) {
    return state == KeyState.PENDING_REPLICA_DELETION
        ? KeyState.PENDING_DELETION.words()
        : state.words();
  }
}
