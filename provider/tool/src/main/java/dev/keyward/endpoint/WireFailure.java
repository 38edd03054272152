package dev.keyward.endpoint;

/** A request is answered with an error that the endpoint itself, not an operation, gives. */
final class WireFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  WireFailure(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  Code code() {
    return code;
  }

  /** The codes of the endpoint, as AWS names them. */
  enum Code {
    /** The request is not signed. */
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 400),
    /** The signature is there, but not in the form it should have. */
    INCOMPLETE_SIGNATURE("IncompleteSignatureException", 400),
    /** Nobody has that access key. */
    UNRECOGNIZED_CLIENT("UnrecognizedClientException", 400),
    /** The signature is wrong, too old or for something else. */
    INVALID_SIGNATURE("InvalidSignatureException", 400),
    /** There is no such operation. */
    UNKNOWN_OPERATION("UnknownOperationException", 400),
    /** The body is not the JSON it should be. */
    SERIALIZATION("SerializationException", 400),
    /** Too much to do. */
    SERVICE_UNAVAILABLE("ServiceUnavailableException", 503),
    /** Something went wrong inside. */
    INTERNAL_FAILURE("InternalFailure", 500);

    private final String wireName;
    private final int status;

    Code(String wireName, int status) {
      this.wireName = wireName;
      this.status = status;
    }

    String wireName() {
      return wireName;
    }

    int status() {
      return status;
    }
  }
}
