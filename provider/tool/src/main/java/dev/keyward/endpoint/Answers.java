package dev.keyward.endpoint;

import dev.keyward.endpoint.http.Answer;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Member;
import dev.keyward.kms.RequestId;
import dev.keyward.kms.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers as the protocol awsJson1.1 has them. */
final class Answers {
  static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private static final String REQUEST_ID = "x-amzn-RequestId";

  private Answers() {}

  /** As most errors are written. */
  private record ErrorBody(
      @Member(name = "__type") String type, @Member(name = "message") String message) {}

  /** As refusals of permission are written. */
  private record DenialBody(
      @Member(name = "__type") String type, @Member(name = "Message") String message) {}

  static Map<String, String> headers(String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(REQUEST_ID, requestId);
    headers.put("Cache-Control", "no-cache, no-store, must-revalidate, private");
    return headers;
  }

  private static Map<String, String> jsonHeaders(String requestId) {
    Map<String, String> headers = headers(requestId);
    headers.put("Content-Type", CONTENT_TYPE);
    return headers;
  }

  static Answer success(String requestId, byte[] body, boolean honoursRequestIds) {
    Map<String, String> headers = jsonHeaders(requestId);
    if (honoursRequestIds) {
      headers.put(RequestId.HONOURED_HEADER, "honoured");
    }
    return new Answer(200, headers, body);
  }

  static Answer error(String requestId, KmsServiceException error) {
    int status = error.errorCode().map(ErrorCode::httpStatus).orElse(400);
    Record body =
        error.is(ErrorCode.ACCESS_DENIED)
            ? new DenialBody(error.code(), error.getMessage())
            : new ErrorBody(error.code(), error.getMessage());
    return new Answer(status, jsonHeaders(requestId), JsonCodec.write(body));
  }

  static Answer error(String requestId, WireFailure failure) {
    return error(requestId, failure.code(), failure.getMessage());
  }

  static Answer error(String requestId, WireFailure.Code code, String message) {
    ErrorBody body = new ErrorBody(code.wireName(), message);
    return new Answer(code.status(), jsonHeaders(requestId), JsonCodec.write(body));
  }
}
