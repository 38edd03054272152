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
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.model.KeyState;
import java.util.Set;

/**
 * Looks whether a change was made although nobody confirmed it. A refusal of the second request,
 * such as "exists already", may be the success of the first.
 */
final class ReadBack {
  private static final int MAX_WAITING_PERIOD_DAYS = 30;

  private static final Set<KeyState> MAY_BE_SCHEDULED =
      Set.of(KeyState.ENABLED, KeyState.DISABLED, KeyState.PENDING_IMPORT, KeyState.UNAVAILABLE);

  /** What a look showed. */
  enum Outcome {
    /** It is as the request wanted it. */
    DONE,
    /** It is not: a refusal means what it says. */
    NOT_DONE,
    /** Nobody can tell, or we may not look. */
    UNKNOWN
  }

  /** What a look showed. The response is null for operations that have none. */
  record Found(Outcome outcome, Record response) {
    static final Found UNKNOWN = new Found(Outcome.UNKNOWN, null);
    static final Found NOT_DONE = new Found(Outcome.NOT_DONE, null);

    static Found done(Record response) {
      return new Found(Outcome.DONE, response);
    }

    static Found doneIf(boolean is) {
      return is ? done(null) : NOT_DONE;
    }
  }

  private ReadBack() {}

  static Found look(KmsCalls calls, Record request, Failure last) {
    try {
      return found(calls, request, last);
    } catch (KmsServiceException e) {
      // What is not there is not as it was wanted either.
      return e.is(ErrorCode.NOT_FOUND)
          ? notDoneUnless(last, ErrorCode.ALREADY_EXISTS)
          : Found.UNKNOWN;
    } catch (KmsException e) {
      return Found.UNKNOWN;
    }
  }

  private static Found found(KmsCalls calls, Record request, Failure last) {
    if (request instanceof CreateAlias.Request alias) {
      return Found.doneIf(pointsTo(calls, alias.aliasName(), alias.targetKeyId()));
    }
    if (request instanceof UpdateAlias.Request alias) {
      return Found.doneIf(pointsTo(calls, alias.aliasName(), alias.targetKeyId()));
    }
    if (request instanceof DeleteAlias.Request alias) {
      return isGone(calls, alias.aliasName())
          ? Found.done(null)
          : notDoneUnless(last, ErrorCode.NOT_FOUND);
    }
    if (request instanceof EnableKey.Request key) {
      return Found.doneIf(describe(calls, key.keyId()).keyState() == KeyState.ENABLED);
    }
    if (request instanceof DisableKey.Request key) {
      return Found.doneIf(describe(calls, key.keyId()).keyState() == KeyState.DISABLED);
    }
    if (request instanceof UpdateKeyDescription.Request key) {
      String now = describe(calls, key.keyId()).description();
      return Found.doneIf(key.description().equals(now == null ? "" : now));
    }
    if (request instanceof ScheduleKeyDeletion.Request key) {
      return scheduled(describe(calls, key.keyId()), key, last);
    }
    if (request instanceof CancelKeyDeletion.Request key) {
      return cancelled(describe(calls, key.keyId()), last);
    }
    Found settings = ReadBackOfSettings.look(calls, request, last);
    return settings.outcome() == Outcome.UNKNOWN
        ? ReadBackOfGrants.look(calls, request, last)
        : settings;
  }

  static KeyMetadata describe(KmsCalls calls, String key) {
    Record response = calls.call("DescribeKey", DescribeKey.Request.of(key));
    return ((DescribeKey.Response) response).keyMetadata();
  }

  /** Tells whether the last attempt was refused for one of these reasons. */
  static boolean isRefusedFor(Failure last, ErrorCode... codes) {
    if (last.failure() instanceof KmsServiceException e) {
      for (ErrorCode code : codes) {
        if (e.is(code)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * What is seen is not what was wanted. Where the service refused the request for being done
   * already, it contradicts itself: it shows a change to one later than to another.
   *
   * @param codes refusals that contradict what is seen
   */
  static Found notDoneUnless(Failure last, ErrorCode... codes) {
    return isRefusedFor(last, codes) ? Found.UNKNOWN : Found.NOT_DONE;
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
      if (e.is(ErrorCode.NOT_FOUND)) {
        return true;
      }
      throw e;
    }
  }

  private static Found scheduled(KeyMetadata now, ScheduleKeyDeletion.Request key, Failure last) {
    if (!isPending(now)) {
      return MAY_BE_SCHEDULED.contains(now.keyState())
          ? notDoneUnless(last, ErrorCode.KMS_INVALID_STATE)
          : Found.NOT_DONE;
    }
    Integer days =
        key.pendingWindowInDays() == null ? MAX_WAITING_PERIOD_DAYS : key.pendingWindowInDays();
    return Found.done(
        new ScheduleKeyDeletion.Response(now.arn(), now.deletionDate(), now.keyState(), days));
  }

  private static Found cancelled(KeyMetadata now, Failure last) {
    if (isPending(now)) {
      return notDoneUnless(last, ErrorCode.KMS_INVALID_STATE);
    }
    return now.keyState() == KeyState.DISABLED
        ? Found.done(new CancelKeyDeletion.Response(now.arn()))
        : Found.NOT_DONE;
  }

  private static boolean isPending(KeyMetadata now) {
    return now.keyState() == KeyState.PENDING_DELETION
        || now.keyState() == KeyState.PENDING_REPLICA_DELETION;
  }
}
