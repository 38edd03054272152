package dev.keyward.remote.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.json.JsonText;
import dev.keyward.kms.json.MalformedJsonException;
import dev.keyward.model.Quoted;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.wire.Failure.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a service says when it does not do what was asked. Believes none of it. */
final class ErrorAnswer {
  private static final int MAX_CHARACTERS = 64 << 10;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_TEXT = 1000;
  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,127}");

  private static final Set<String> THROTTLING =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "SlowDown",
          "PriorRequestNotComplete");

  private static final Set<String> SIGNATURE =
      Set.of(
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "RequestInTheFuture");

  private static final Set<String> CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "UnrecognizedClientException",
          "InvalidClientTokenId");

  private static final Set<String> ACCESS =
      Set.of(
          "MissingAuthenticationTokenException",
          "IncompleteSignatureException",
          "OptInRequired",
          "AuthFailure");

  /**
   * Said before anything is done, by services and by our endpoint. A 503 with another code, or from
   * somebody in between, may come when the service has begun.
   */
  private static final Set<String> NOT_PROCESSED =
      Set.of("ServiceUnavailable", "ServiceUnavailableException", "ServiceUnavailableError");

  private ErrorAnswer() {}

  static Failure read(WireAnswer answer, String operation, String key) {
    Map<String, Object> body = body(answer.body());
    String code = code(answer, body);
    String text = text(body);
    String requestId = requestId(answer);
    RuntimeException failure =
        exception(answer.status(), new Seen(code, text, requestId, operation, key));
    return new Failure(
        kind(answer.status(), code),
        failure,
        asked(answer),
        answer.isAuthentic() ? date(answer) : Optional.empty());
  }

  private record Seen(String code, String text, String requestId, String operation, String key) {
    Details details(String advice) {
      String said = text.isEmpty() ? "" : " " + (text.endsWith(".") ? text : text + ".");
      return new Details(
          code,
          operation + " for " + key + " was refused: " + code + "." + said + advice,
          requestId,
          null);
    }
  }

  static String requestId(WireAnswer answer) {
    return answer.header("x-amzn-requestid").filter(id -> id.matches("[\\w-]{1,128}")).orElse(null);
  }

  private static Kind kind(int status, String code) {
    if (THROTTLING.contains(code) || status == 429) {
      return Kind.THROTTLED;
    }
    if (status == 503 && NOT_PROCESSED.contains(code)) {
      return Kind.NOT_PROCESSED;
    }
    if (status >= 500) {
      return Kind.UNKNOWN;
    }
    if (status < 400) {
      return Kind.FINAL;
    }
    if (SIGNATURE.contains(code)) {
      return Kind.SIGNATURE;
    }
    return CREDENTIALS.contains(code) ? Kind.CREDENTIALS : Kind.REFUSED;
  }

  private static RuntimeException exception(int status, Seen seen) {
    if (kind(status, seen.code()) == Kind.THROTTLED) {
      return new KmsServiceException(
          ErrorCode.THROTTLING.wireName(), seen.text(), seen.requestId(), null);
    }
    if (status < 400) {
      return new InvalidAnswerException(
          Details.of(
              InvalidAnswerException.DEFAULT_CODE,
              seen.operation()
                  + " for "
                  + seen.key()
                  + " was answered with status "
                  + status
                  + ". Redirects are never followed; check the endpoint."));
    }
    if (ErrorCode.of(seen.code()).isPresent()) {
      return new KmsServiceException(seen.code(), known(seen), seen.requestId(), null);
    }
    if (status >= 500) {
      return new BackendUnavailableException(seen.details(" Try again."));
    }
    boolean identity =
        SIGNATURE.contains(seen.code())
            || CREDENTIALS.contains(seen.code())
            || ACCESS.contains(seen.code());
    return identity
        ? new AccessDeniedException(seen.details(" Check credentials, Region and clock."))
        : new InvalidRequestException(seen.details(""));
  }

  /** Says which permission is missing, should the service not say so. */
  private static String known(Seen seen) {
    boolean nameless =
        seen.code().equals(ErrorCode.ACCESS_DENIED.wireName())
            && !seen.text().contains("kms:" + seen.operation());
    if (!nameless) {
      return seen.text().isEmpty() ? null : seen.text();
    }
    String place = seen.key().equals(KeyOf.NONE) ? "" : " on " + seen.key();
    String missing = "Permission kms:" + seen.operation() + place + " is missing.";
    return seen.text().isEmpty() ? missing : seen.text() + " " + missing;
  }

  private static Map<String, Object> body(byte[] bytes) {
    if (bytes.length > MAX_CHARACTERS) {
      return Map.of();
    }
    try {
      Object parsed =
          JsonText.parse(new String(bytes, UTF_8), new JsonText.Limits(MAX_CHARACTERS, MAX_DEPTH));
      if (parsed instanceof Map<?, ?> map) {
        @SuppressWarnings("unchecked")
        Map<String, Object> members = (Map<String, Object>) map;
        return members;
      }
    } catch (MalformedJsonException e) {
      // A proxy's page, for example; the status is all there is.
    }
    return Map.of();
  }

  private static String code(WireAnswer answer, Map<String, Object> body) {
    String raw =
        answer
            .header("x-amzn-errortype")
            .or(() -> string(body, "__type"))
            .or(() -> string(body, "code"))
            .orElse("");
    String code = raw.substring(raw.lastIndexOf('#') + 1);
    int colon = code.indexOf(':');
    code = colon < 0 ? code : code.substring(0, colon);
    return CODE.matcher(code).matches() ? code : "Status" + answer.status();
  }

  private static String text(Map<String, Object> body) {
    String raw =
        string(body, "message")
            .or(() -> string(body, "Message"))
            .or(() -> string(body, "errorMessage"))
            .orElse("");
    return Quoted.line(raw, MAX_TEXT);
  }

  private static Optional<String> string(Map<String, Object> body, String name) {
    return body.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Milliseconds in AWS's own header, seconds in HTTP's; anything else is not asked for. */
  private static Optional<Duration> asked(WireAnswer answer) {
    Optional<Duration> own =
        answer
            .header("x-amz-retry-after")
            .filter(text -> text.matches("\\d{1,12}"))
            .map(text -> Duration.ofMillis(Long.parseLong(text)));
    return own.or(
        () ->
            answer
                .header("retry-after")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text))));
  }

  static Optional<Instant> date(WireAnswer answer) {
    try {
      return answer
          .header("date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
