package dev.keyward.kms;

/**
 * How a CreateKey request says that it is the same request as one before.
 *
 * <p>The KMS API has no member for that. Keyward takes a tag, which every key service accepts and
 * shows; its own service makes one key for one request id, other services make another key each
 * time.
 */
public final class RequestId {
  /** Name of the tag; its value is the id, chosen by the caller. */
  public static final String TAG = "keyward:request-id";

  /**
   * Name of the HTTP header with which a service says in its answers that it honours request ids.
   */
  public static final String HONOURED_HEADER = "x-keyward-request-ids";

  private RequestId() {}
}
