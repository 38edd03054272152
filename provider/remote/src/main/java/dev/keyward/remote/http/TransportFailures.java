package dev.keyward.remote.http;

import dev.keyward.remote.http.TransportException.Kind;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** From what went wrong to what it means for the request. */
final class TransportFailures {
  private TransportFailures() {}

  static TransportException of(Exception e, Attempt attempt, WireRequest request) {
    Kind kind = kind(e, attempt);
    return new TransportException(
        kind, WireRequest.host(request.uri()) + " " + text(kind, e, attempt), safeCause(e));
  }

  private static Kind kind(Exception e, Attempt attempt) {
    if (e instanceof ConnectionRequestTimeoutException) {
      return Kind.BUSY;
    }
    if (!attempt.isSending()) {
      return e instanceof SSLException && !attempt.isTimedOut() ? Kind.NOT_TRUSTED : Kind.NOT_SENT;
    }
    if (attempt.isTimedOut() || e instanceof SocketTimeoutException) {
      return Kind.NO_ANSWER;
    }
    if (isMalformed(e)) {
      return Kind.MALFORMED;
    }
    boolean closedBeforeAnswer =
        e instanceof NoHttpResponseException || e instanceof SocketException;
    return attempt.isOnUsedConnection() && closedBeforeAnswer ? Kind.STALE : Kind.NO_ANSWER;
  }

  private static boolean isMalformed(Exception e) {
    return e instanceof ClientProtocolException
        || e instanceof MalformedChunkCodingException
        || e instanceof MessageConstraintException
        || e.getCause() instanceof HttpException
        || e instanceof RuntimeException;
  }

  private static String text(Kind kind, Exception e, Attempt attempt) {
    if (attempt.isTimedOut()) {
      return "gave no complete answer within the time limit";
    }
    return switch (kind) {
      case NOT_SENT ->
          Thread.currentThread().isInterrupted()
              ? "was not called, because the thread is interrupted"
              : e instanceof UnknownHostException ? "has no address" : "could not be reached";
      case BUSY -> "has no free connection";
      case NO_ANSWER, STALE ->
          e instanceof SocketTimeoutException
              ? "did not answer within the time limit"
              : "closed the connection before its answer was complete";
      case MALFORMED -> "answered something that is no HTTP";
      case NOT_TRUSTED ->
          e instanceof SSLPeerUnverifiedException
              ? "has a certificate for another host"
              : "failed the TLS handshake: " + reason(e);
    };
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return dev.keyward.model.Quoted.line(String.valueOf(deepest.getMessage()), 200);
  }

  /** Texts of the HTTP layer may quote what was read; only the plain ones are kept. */
  private static Throwable safeCause(Exception e) {
    boolean plain =
        e instanceof SocketException
            || e instanceof SocketTimeoutException
            || e instanceof SSLException
            || e instanceof UnknownHostException
            || e instanceof NoHttpResponseException;
    return plain && e instanceof IOException ? e : null;
  }
}
