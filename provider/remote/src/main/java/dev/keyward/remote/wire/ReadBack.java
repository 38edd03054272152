package dev.keyward.remote.wire;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.model.KeyState;
import java.util.Optional;

/**
 * Looks whether a change was made although nobody confirmed it. A refusal of the second request,
 * such as "exists already", may be the success of the first.
 */
final class ReadBack {
  private static final int MAX_WAITING_PERIOD_DAYS = 30;

  /** The change is there. The response is null for operations that have none. */
  record Found(Record response) {}

  private static final Found DONE = new Found(null);

  private ReadBack() {}

  static Optional<Found> look(KmsCalls calls, String operation, Record request, Failure last) {
    try {
      return found(calls, request, last);
    } catch (KmsServiceException | KmsException e) {
      // Then nothing is known, and that is what the caller is told.
      return Optional.empty();
    }
  }

  private static Optional<Found> found(KmsCalls calls, Record request, Failure last) {
    if (request instanceof CreateAlias.Request alias) {
      return doneIf(pointsTo(calls, alias.aliasName(), alias.targetKeyId()));
    }
    if (request instanceof UpdateAlias.Request alias) {
      return doneIf(pointsTo(calls, alias.aliasName(), alias.targetKeyId()));
    }
    if (request instanceof DeleteAlias.Request alias) {
      return doneIf(isGone(calls, alias.aliasName()));
    }
    if (request instanceof EnableKey.Request key) {
      return doneIf(describe(calls, key.keyId()).keyState() == KeyState.ENABLED);
    }
    if (request instanceof DisableKey.Request key) {
      return doneIf(describe(calls, key.keyId()).keyState() == KeyState.DISABLED);
    }
    if (request instanceof UpdateKeyDescription.Request key) {
      String now = describe(calls, key.keyId()).description();
      return doneIf(key.description().equals(now == null ? "" : now));
    }
    if (request instanceof ScheduleKeyDeletion.Request key) {
      return scheduled(describe(calls, key.keyId()), key);
    }
    if (request instanceof CancelKeyDeletion.Request key) {
      KeyMetadata now = describe(calls, key.keyId());
      return now.keyState() == KeyState.DISABLED
          ? Optional.of(new Found(new CancelKeyDeletion.Response(now.arn())))
          : Optional.empty();
    }
    boolean grant =
        request instanceof RetireGrant.Request || request instanceof RevokeGrant.Request;
    // A grant that is not found any more was ended by the request before.
    return doneIf(grant && isNotFound(last));
  }

  private static Optional<Found> doneIf(boolean is) {
    return is ? Optional.of(DONE) : Optional.empty();
  }

  private static KeyMetadata describe(KmsCalls calls, String key) {
    Record response = calls.call("DescribeKey", DescribeKey.Request.of(key));
    return ((DescribeKey.Response) response).keyMetadata();
  }

  private static boolean pointsTo(KmsCalls calls, String alias, String target) {
    KeyMetadata now = describe(calls, alias);
    return target.equals(now.keyId()) || target.equals(now.arn());
  }

  private static boolean isGone(KmsCalls calls, String alias) {
    try {
      describe(calls, alias);
      return false;
    } catch (KmsServiceException e) {
      return e.is(ErrorCode.NOT_FOUND);
    }
  }

  private static boolean isNotFound(Failure last) {
    return last.failure() instanceof KmsServiceException e
        && (e.is(ErrorCode.NOT_FOUND) || e.is(ErrorCode.INVALID_GRANT_ID));
  }

  private static Optional<Found> scheduled(KeyMetadata now, ScheduleKeyDeletion.Request key) {
    boolean pending =
        now.keyState() == KeyState.PENDING_DELETION
            || now.keyState() == KeyState.PENDING_REPLICA_DELETION;
    if (!pending) {
      return Optional.empty();
    }
    Integer days =
        key.pendingWindowInDays() == null ? MAX_WAITING_PERIOD_DAYS : key.pendingWindowInDays();
    return Optional.of(
        new Found(
            new ScheduleKeyDeletion.Response(now.arn(), now.deletionDate(), now.keyState(), days)));
  }
}
