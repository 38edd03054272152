package dev.keyward.endpoint;

import dev.keyward.endpoint.WireFailure.Code;
import dev.keyward.endpoint.http.RequestHead;
import dev.keyward.identity.Credential;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.kms.sigv4.Authorization;
import dev.keyward.kms.sigv4.CanonicalRequest;
import dev.keyward.kms.sigv4.CredentialScope;
import dev.keyward.model.Quoted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Verifies requests by Signature Version 4. Thread-safe.
 *
 * <p>A signature counts for five minutes before and after its time. Within them the same request
 * may be sent again by whoever has read it: see ENDPOINT.md.
 */
final class SignatureCheck {
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String AUTHORIZATION = "authorization";
  private static final String DATE = "x-amz-date";
  private static final String TOKEN = "x-amz-security-token";
  private static final String BODY_HASH = "x-amz-content-sha256";
  private static final String SIGNED_PREFIX = "x-amz-";

  /** What a signature has to cover, whatever else it does. */
  private static final Set<String> ALWAYS_SIGNED = Set.of("host", DATE, "x-amz-target");

  private static final Pattern TIMESTAMP = Pattern.compile("\\d{8}T\\d{6}Z");
  private static final Pattern REGION = Pattern.compile("([a-z]+-){2,3}\\d+");
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);

  private final PrincipalAccess access;
  private final SigningKeys keys;
  private final InstantSource clock;

  SignatureCheck(PrincipalAccess access, SigningKeys keys, InstantSource clock) {
    this.access = access;
    this.keys = keys;
    this.clock = clock;
  }

  /** Who signed a request; throws {@link WireFailure} if nobody did as it must be done. */
  SignedBy verify(RequestHead head, byte[] body) {
    Authorization authorization = authorization(head);
    SortedMap<String, String> signed = signedHeaders(head, authorization);
    String timestamp = signed.get(DATE);
    Instant time = time(timestamp);
    if (signed.containsKey(TOKEN)) {
      throw unrecognized();
    }
    Credential credential =
        access.credential(authorization.accessKeyId()).orElseThrow(SignatureCheck::unrecognized);
    checkScope(authorization.scope(), timestamp);
    checkWindow(timestamp, time);
    checkSignature(credential, authorization, signed, body);
    return new SignedBy(credential, authorization.scope().region());
  }

  private static Authorization authorization(RequestHead head) {
    List<String> values = head.values(AUTHORIZATION);
    if (values.isEmpty()) {
      throw new WireFailure(Code.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token");
    }
    if (values.size() > 1) {
      throw incomplete("The request has several Authorization headers.");
    }
    return Authorization.parse(values.get(0))
        .orElseThrow(
            () ->
                incomplete(
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature'"
                        + " parameters of the algorithm "
                        + Authorization.ALGORITHM
                        + ", in their usual form."));
  }

  private static SortedMap<String, String> signedHeaders(
      RequestHead head, Authorization authorization) {
    TreeMap<String, String> signed = new TreeMap<>();
    for (String name : authorization.signedHeaders()) {
      List<String> values = head.values(name);
      if (values.size() != 1) {
        throw incomplete(
            "'" + name + "' is a 'SignedHeader' and must stand in the request exactly once.");
      }
      signed.put(name, values.get(0));
    }
    for (String name : ALWAYS_SIGNED) {
      requireSigned(name, signed);
    }
    for (RequestHead.HeaderField field : head.headers()) {
      if (field.name().startsWith(SIGNED_PREFIX)) {
        requireSigned(field.name(), signed);
      }
    }
    return signed;
  }

  private static void requireSigned(String name, SortedMap<String, String> signed) {
    if (!signed.containsKey(name)) {
      throw incomplete("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
    }
  }

  private static Instant time(String timestamp) {
    try {
      if (TIMESTAMP.matcher(timestamp).matches()) {
        return Instant.from(DATE_TIME.parse(timestamp));
      }
    } catch (DateTimeException e) {
      // Such as the thirteenth month: answered like any other text.
    }
    throw incomplete(
        "Date must be in ISO-8601 'basic format'. Got "
            + Quoted.of(timestamp)
            + ". See http://en.wikipedia.org/wiki/ISO_8601");
  }

  private static void checkScope(CredentialScope scope, String timestamp) {
    if (!REGION.matcher(scope.region()).matches()) {
      throw invalid("Credential should be scoped to a valid region.");
    }
    if (!scope.service().equals(CredentialScope.KMS)) {
      throw invalid("Credential should be scoped to correct service: 'kms'.");
    }
    String day = timestamp.substring(0, 8);
    if (!scope.date().equals(day)) {
      throw invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '"
              + scope.date()
              + "' != '"
              + day
              + "', from '"
              + timestamp
              + "'.");
    }
  }

  private void checkWindow(String timestamp, Instant time) {
    Instant now = clock.instant();
    Instant earliest = now.minus(WINDOW);
    if (time.isBefore(earliest)) {
      throw invalid(
          "Signature expired: "
              + timestamp
              + " is now earlier than "
              + CanonicalRequest.timestamp(earliest)
              + " ("
              + CanonicalRequest.timestamp(now)
              + " - 5 min.)");
    }
    Instant latest = now.plus(WINDOW);
    if (time.isAfter(latest)) {
      throw invalid(
          "Signature not yet current: "
              + timestamp
              + " is still later than "
              + CanonicalRequest.timestamp(latest)
              + " ("
              + CanonicalRequest.timestamp(now)
              + " + 5 min.)");
    }
  }

  private void checkSignature(
      Credential credential,
      Authorization authorization,
      SortedMap<String, String> signed,
      byte[] body) {
    CanonicalRequest request = CanonicalRequest.post(signed, body);
    String claimed = signed.get(BODY_HASH);
    boolean right =
        (claimed == null || claimed.equals(request.bodyHash()))
            && keys.verify(
                credential,
                authorization.scope(),
                request,
                signed.get(DATE),
                authorization.signature());
    if (!right) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
  }

  private static WireFailure incomplete(String message) {
    return new WireFailure(Code.INCOMPLETE_SIGNATURE, message);
  }

  private static WireFailure invalid(String message) {
    return new WireFailure(Code.INVALID_SIGNATURE, message);
  }

  private static WireFailure unrecognized() {
    return new WireFailure(
        Code.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
  }
}
