package dev.keyward.endpoint;

import dev.keyward.endpoint.WireFailure.Code;
import dev.keyward.endpoint.http.RequestHead;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.identity.ServedCaller;
import dev.keyward.kms.Kms;
import dev.keyward.kms.Member;
import dev.keyward.kms.Operation;
import dev.keyward.kms.Shape;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.kms.json.MalformedJsonException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out what a verified request asks for. Thread-safe. */
final class Dispatch {
  private static final String TARGET_PREFIX = "TrentService.";
  private static final byte[] NOTHING = new byte[0];

  private final PrincipalAccess access;

  Dispatch(PrincipalAccess access) {
    this.access = access;
  }

  /** The operation that a request names in its header {@code X-Amz-Target}. */
  static Optional<Operation<?, ?>> operation(RequestHead head) {
    List<String> targets = head.values("x-amz-target");
    if (targets.size() != 1 || !targets.get(0).startsWith(TARGET_PREFIX)) {
      return Optional.empty();
    }
    return Optional.ofNullable(Operation.ALL.get(targets.get(0).substring(TARGET_PREFIX.length())));
  }

  boolean honoursRequestIds() {
    return access.honoursRequestIds();
  }

  /** The body of the answer; empty for operations that answer without one. */
  byte[] carryOut(
      Operation<?, ?> operation, RequestHead head, byte[] body, SignedBy signer, String requestId) {
    Kms kms = access.servedTo(caller(head, signer, requestId));
    return call(operation, kms, body);
  }

  private static ServedCaller caller(RequestHead head, SignedBy signer, String requestId) {
    Map<String, List<String>> circumstances = new HashMap<>();
    circumstances.put("aws:sourceip", List.of(head.origin().addressText()));
    circumstances.put("aws:securetransport", List.of(Boolean.toString(head.origin().isSecure())));
    circumstances.put("aws:accesskeyid", List.of(signer.credential().accessKeyId()));
    circumstances.put(ServedCaller.REQUEST_ID, List.of(requestId));
    head.first("user-agent").ifPresent(agent -> circumstances.put("aws:useragent", List.of(agent)));
    return new ServedCaller(signer.credential().principalArn(), signer.region(), circumstances);
  }

  private static <I extends Record, O extends Record> byte[] call(
      Operation<I, O> operation, Kms kms, byte[] body) {
    I request = read(operation, body);
    O response;
    try {
      response = operation.call().apply(kms, request);
    } finally {
      wipe(request);
    }
    if (response == null) {
      return NOTHING;
    }
    try {
      return JsonCodec.write(response);
    } finally {
      wipe(response);
    }
  }

  private static <I extends Record> I read(Operation<I, ?> operation, byte[] body) {
    try {
      return JsonCodec.read(body, operation.requestType(), JsonCodec.Reading.REQUEST);
    } catch (MalformedJsonException e) {
      throw new WireFailure(Code.SERIALIZATION, e.getMessage());
    }
  }

  /** Zeroes the members that the API calls sensitive; others may be shared with the key service. */
  private static void wipe(Record record) {
    for (Shape.Part part : Shape.of(record.getClass()).parts()) {
      if (part.limits().map(Member::sensitive).orElse(false)
          && part.value(record) instanceof byte[] secret) {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }
}
