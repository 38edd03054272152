package dev.keyward.remote.wire;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.kms.Operation;
import dev.keyward.kms.RequestId;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.kms.json.MalformedJsonException;
import dev.keyward.remote.credentials.CredentialCache;
import dev.keyward.remote.credentials.CredentialException;
import dev.keyward.remote.credentials.Credentials;
import dev.keyward.remote.credentials.CredentialsOutOfReachException;
import dev.keyward.remote.http.Transport;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import dev.keyward.remote.resilience.SkewedClock;
import dev.keyward.remote.wire.Failure.Kind;
import java.time.Duration;
import java.util.Arrays;

/** One attempt: signs, sends, reads. */
final class Exchange {
  private final Target target;
  private final Transport transport;
  private final CredentialCache credentials;
  private final SkewedClock clock;
  private final Signatory signatory;

  /** Once it said so, it stays so: then a CreateKey may be sent again. */
  private volatile boolean honoursRequestIds;

  Exchange(Target target, Transport transport, CredentialCache credentials, SkewedClock clock) {
    this.target = target;
    this.transport = transport;
    this.credentials = credentials;
    this.clock = clock;
    this.signatory = new Signatory(target);
  }

  /** The credentials of an attempt; kept, so that those that were refused can be named. */
  Credentials credentials(Duration atMost) throws Failure {
    try {
      return credentials.current(atMost);
    } catch (CredentialsOutOfReachException e) {
      throw new Failure(
          Kind.FINAL,
          new BackendUnavailableException(
              Details.of("CredentialsUnavailable", e.getMessage() + " Try again.").causedBy(e)));
    } catch (CredentialException e) {
      throw new Failure(
          Kind.FINAL,
          new AccessDeniedException(
              Details.of("CredentialsUnavailable", e.getMessage()).causedBy(e)));
    }
  }

  boolean replace(Credentials refused, Duration atMost) {
    return credentials.replace(refused, atMost);
  }

  /** Pooled connections may be dead, and one request more may be one too many. */
  void onFreshConnection() {
    transport.forgetIdleConnections();
  }

  Record send(String operation, Record request, Credentials caller, Duration atMost)
      throws Failure {
    byte[] body = JsonCodec.write(request);
    String key = KeyOf.text(request);
    try {
      WireRequest signed = signatory.sign(operation, body, caller, clock.instant());
      WireAnswer answer = transport.send(signed, atMost);
      clock.observe(() -> ErrorAnswer.date(answer));
      try {
        return read(operation, answer, key);
      } finally {
        Arrays.fill(answer.body(), (byte) 0);
      }
    } catch (TransportException e) {
      throw failure(operation, key, e);
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private Record read(String operation, WireAnswer answer, String key) throws Failure {
    if (answer.status() != 200) {
      throw ErrorAnswer.read(answer, operation, key);
    }
    if (!honoursRequestIds && answer.header(RequestId.HONOURED_HEADER).isPresent()) {
      honoursRequestIds = true;
    }
    Operation<?, ?> known = Operation.ALL.get(operation);
    if (known.responseType().isEmpty()) {
      requireNothing(operation, answer, key);
      return null;
    }
    try {
      return JsonCodec.read(answer.body(), known.responseType().get(), JsonCodec.Reading.RESPONSE);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw invalid(operation, answer, key);
    }
  }

  /** Operations without a response are answered with nothing; some services write it out. */
  private static void requireNothing(String operation, WireAnswer answer, String key)
      throws Failure {
    String text =
        new String(
                answer.body(),
                0,
                Math.min(16, answer.body().length),
                java.nio.charset.StandardCharsets.US_ASCII)
            .strip();
    if (!(text.isEmpty() || text.equals("{}") || text.equals("null"))) {
      throw invalid(operation, answer, key);
    }
  }

  private static Failure invalid(String operation, WireAnswer answer, String key) {
    return new Failure(
        Kind.INVALID,
        new InvalidAnswerException(
            new Details(
                InvalidAnswerException.DEFAULT_CODE,
                operation + " for " + key + " was answered with something that is no response.",
                ErrorAnswer.requestId(answer),
                null)));
  }

  private Failure failure(String operation, String key, TransportException e) {
    String text = operation + " for " + key + ": " + e.getMessage() + ".";
    return switch (e.kind()) {
      case NOT_SENT -> new Failure(Kind.NOT_SENT, unavailable("Unreachable", text, e));
      case BUSY -> new Failure(Kind.BUSY, unavailable("TooManyCalls", text, e));
      case STALE -> new Failure(Kind.STALE, unavailable("NoAnswer", text, e));
      case NO_ANSWER -> new Failure(Kind.UNKNOWN, unavailable("NoAnswer", text, e));
      case MALFORMED ->
          new Failure(
              Kind.INVALID,
              new InvalidAnswerException(
                  Details.of(InvalidAnswerException.DEFAULT_CODE, text).causedBy(e)));
      case NOT_TRUSTED ->
          new Failure(
              Kind.FINAL,
              new InvalidAnswerException(
                  Details.of("NotTrusted", text + " Check endpoint and endpoint.ca.").causedBy(e)));
    };
  }

  private static BackendUnavailableException unavailable(
      String code, String text, TransportException e) {
    return new BackendUnavailableException(Details.of(code, text + " Try again.").causedBy(e));
  }

  /** Whether the service has said that it makes one key for one request id. */
  boolean honoursRequestIds() {
    return honoursRequestIds;
  }

  Target target() {
    return target;
  }

  void close() {
    signatory.close();
  }
}
