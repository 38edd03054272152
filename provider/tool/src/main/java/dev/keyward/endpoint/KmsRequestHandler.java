package dev.keyward.endpoint;

import dev.keyward.endpoint.WireFailure.Code;
import dev.keyward.endpoint.http.Answer;
import dev.keyward.endpoint.http.Refusal;
import dev.keyward.endpoint.http.RequestHandler;
import dev.keyward.endpoint.http.RequestHead;
import dev.keyward.endpoint.telemetry.RequestTelemetry;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Operation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Requests of the KMS protocol, and {@code /healthz}. Thread-safe. */
final class KmsRequestHandler implements RequestHandler {
  private static final Logger LOG = System.getLogger("dev.keyward.endpoint");
  private static final String HEALTH = "/healthz";
  private static final int METHOD_NOT_ALLOWED = 405;

  private final SignatureCheck signatures;
  private final Dispatch dispatch;
  private final Health health;
  private final AccessLog log;
  private final InstantSource clock;

  KmsRequestHandler(
      SignatureCheck signatures,
      Dispatch dispatch,
      Health health,
      AccessLog log,
      InstantSource clock) {
    this.signatures = signatures;
    this.dispatch = dispatch;
    this.health = health;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Optional<Answer> answerEarly(RequestHead head) {
    String requestId = RequestIds.next();
    if (head.method().equals("GET") && head.target().equals(HEALTH)) {
      Map<String, String> headers = Answers.headers(requestId);
      headers.put("Content-Type", "application/json");
      return Optional.of(health.answer(headers));
    }
    if (!head.method().equals("POST")) {
      Map<String, String> headers = Answers.headers(requestId);
      headers.put("Allow", "POST");
      return Optional.of(
          refused(requestId, head.origin(), Answer.empty(METHOD_NOT_ALLOWED, headers)));
    }
    return Optional.empty();
  }

  @Override
  public Answer answerRefused(Refusal refusal, RequestHead.Origin origin) {
    String requestId = RequestIds.next();
    Answer answer =
        refusal == Refusal.OVERLOADED
            ? Answers.error(
                requestId, Code.SERVICE_UNAVAILABLE, "The endpoint has too much to do. Try again.")
            : Answer.empty(refusal.status(), Answers.headers(requestId));
    return refused(requestId, origin, answer);
  }

  private Answer refused(String requestId, RequestHead.Origin origin, Answer answer) {
    log.write(
        new LogEntry(
            clock.instant(),
            requestId,
            origin.addressText(),
            null,
            null,
            null,
            null,
            null,
            null,
            answer.status(),
            0,
            answer.body().length,
            0));
    return answer;
  }

  @Override
  public Answer answer(RequestHead head, byte[] body) {
    Work work = new Work(head, body.length);
    try {
      return work.done(work.carryOut(body), null);
    } catch (WireFailure e) {
      return work.done(Answers.error(work.requestId, e), e.code().wireName());
    } catch (KmsServiceException e) {
      return work.done(Answers.error(work.requestId, e), e.code());
    } catch (KmsException e) {
      return work.done(work.internal(e), ErrorCode.KMS_INTERNAL.wireName());
    } catch (RuntimeException | StackOverflowError e) {
      return work.done(work.failure(e), Code.INTERNAL_FAILURE.wireName());
    }
  }

  /** One request under way. */
  private final class Work {
    private final RequestHead head;
    private final int bytesIn;
    private final String requestId = RequestIds.next();
    private final Instant time = clock.instant();
    private final long begun = System.nanoTime();
    private final RequestTelemetry.Request telemetry = RequestTelemetry.begin();
    private Operation<?, ?> operation;
    private SignedBy signer;

    Work(RequestHead head, int bytesIn) {
      this.head = head;
      this.bytesIn = bytesIn;
    }

    Answer carryOut(byte[] body) {
      if (!head.target().equals("/")) {
        throw unknownOperation();
      }
      signer = signatures.verify(head, body);
      operation =
          Dispatch.operation(head)
              .filter(known -> hasContentType())
              .orElseThrow(this::unknownOperation);
      byte[] answer = dispatch.carryOut(operation, head, body, signer, requestId);
      return Answers.success(requestId, answer, dispatch.honoursRequestIds());
    }

    private WireFailure unknownOperation() {
      return new WireFailure(
          Code.UNKNOWN_OPERATION,
          "There is no such operation: a POST to / with header X-Amz-Target TrentService.NAME and"
              + " Content-Type "
              + Answers.CONTENT_TYPE
              + " is expected.");
    }

    private boolean hasContentType() {
      String type = head.first("content-type").orElse("").toLowerCase(Locale.ROOT);
      return type.equals(Answers.CONTENT_TYPE) || type.startsWith(Answers.CONTENT_TYPE + ";");
    }

    /** The key service cannot do its work; why is for its operator. */
    Answer internal(KmsException e) {
      LOG.log(Level.WARNING, "Request " + requestId + " failed: " + e.getClass().getSimpleName());
      return Answers.error(
          requestId,
          new KmsServiceException(
              ErrorCode.KMS_INTERNAL, "The key service could not process the request."));
    }

    Answer failure(Throwable e) {
      LOG.log(Level.ERROR, "Request " + requestId + " failed: " + e.getClass().getName());
      return Answers.error(requestId, Code.INTERNAL_FAILURE, null);
    }

    Answer done(Answer answer, String errorCode) {
      String name = operation == null ? null : operation.name();
      telemetry.end(name, requestId, answer.status(), errorCode);
      log.write(
          new LogEntry(
              time,
              requestId,
              head.origin().addressText(),
              signer == null ? null : signer.credential().accessKeyId(),
              signer == null ? null : signer.credential().principalArn(),
              signer == null ? null : signer.region(),
              name,
              errorCode,
              head.first("user-agent").orElse(null),
              answer.status(),
              bytesIn,
              answer.body().length,
              (System.nanoTime() - begun) / 1_000));
      return answer;
    }
  }
}
