package dev.keyward.embedded.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One call, or one thing the service did on its own, as CloudTrail describes it. Immutable; what
 * does not apply is null.
 *
 * <p>The maps hold strings, numbers, booleans, lists and maps of these, in the order they are to be
 * shown. Bytes are refused, and members that may hold plaintext, ciphertext, keys, signatures or
 * tokens are left out whatever they hold.
 */
public final class AuditEvent {
  /** Whether somebody called, or the service acted on its own. */
  public enum Type {
    /** A call of the API. */
    CALL("AwsApiCall"),
    /** Something the service did on its own, such as a rotation that was due. */
    SERVICE("AwsServiceEvent");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  final AuditIdentity identity;
  final Instant time;
  final String name;
  final String region;
  final AuditOrigin origin;
  final String errorCode;
  final String errorMessage;
  final Map<String, Object> requestParameters;
  final Map<String, Object> responseElements;
  final Map<String, Object> additionalEventData;
  final String requestId;
  final String eventId;
  final boolean readOnly;
  final List<AuditResource> resources;
  final Type type;
  final Map<String, Object> serviceEventDetails;
  final String recipientAccountId;
  final String sharedEventId;

  private AuditEvent(Builder from) {
    this.identity = Objects.requireNonNull(from.identity, "identity");
    this.time = Objects.requireNonNull(from.time, "time");
    this.name = from.name;
    this.region = from.region;
    this.origin = from.origin;
    this.errorCode = from.errorCode;
    this.errorMessage = from.errorMessage;
    this.requestParameters = EventValues.checked(from.requestParameters);
    this.responseElements = EventValues.checked(from.responseElements);
    this.additionalEventData = EventValues.checked(from.additionalEventData);
    this.requestId = from.requestId;
    this.eventId = Objects.requireNonNull(from.eventId, "eventId");
    this.readOnly = from.readOnly;
    this.resources = from.resources;
    this.type = from.type;
    this.serviceEventDetails = EventValues.checked(from.serviceEventDetails);
    this.recipientAccountId = from.recipientAccountId;
    this.sharedEventId = from.sharedEventId;
  }

  /**
   * Begins an event.
   *
   * @param name the operation, or what the service did
   * @param time when
   * @param eventId a random UUID
   * @return a builder; it needs an identity
   */
  public static Builder named(String name, Instant time, String eventId) {
    return new Builder(name, time, eventId);
  }

  /**
   * The operation, or what the service did.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * The id of the event, which {@code GetKeyLastUsage} names too.
   *
   * @return a UUID
   */
  public String eventId() {
    return eventId;
  }

  @Override
  public String toString() {
    return "AuditEvent[" + name + " " + eventId + "]";
  }

  /** Collects what is known of an event. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Instant time;
    private final String eventId;
    private AuditIdentity identity;
    private String region;
    private AuditOrigin origin;
    private String errorCode;
    private String errorMessage;
    private Map<String, Object> requestParameters;
    private Map<String, Object> responseElements;
    private Map<String, Object> additionalEventData;
    private String requestId;
    private boolean readOnly;
    private List<AuditResource> resources = List.of();
    private Type type = Type.CALL;
    private Map<String, Object> serviceEventDetails;
    private String recipientAccountId;
    private String sharedEventId;

    private Builder(String name, Instant time, String eventId) {
      this.name = Objects.requireNonNull(name, "name");
      this.time = time;
      this.eventId = eventId;
    }

    /**
     * Who called.
     *
     * @param identity the caller
     * @return this
     */
    public Builder by(AuditIdentity identity) {
      this.identity = identity;
      return this;
    }

    /**
     * Where the request arrived, and where it came from.
     *
     * @param region the Region
     * @param origin the origin; null if not known
     * @return this
     */
    public Builder in(String region, AuditOrigin origin) {
      this.region = region;
      this.origin = origin;
      return this;
    }

    /**
     * The call failed.
     *
     * @param code the error code
     * @param message its text; may be null
     * @return this
     */
    public Builder failed(String code, String message) {
      this.errorCode = Objects.requireNonNull(code, "code");
      this.errorMessage = message;
      return this;
    }

    /**
     * What was asked for.
     *
     * @param parameters members with lower camel case names
     * @return this
     */
    public Builder parameters(Map<String, Object> parameters) {
      this.requestParameters = parameters;
      return this;
    }

    /**
     * What a management call answered.
     *
     * @param elements members with lower camel case names
     * @return this
     */
    public Builder response(Map<String, Object> elements) {
      this.responseElements = elements;
      return this;
    }

    /**
     * More that is of interest, such as {@code keyMaterialId}.
     *
     * @param data members with lower camel case names
     * @return this
     */
    public Builder additionalData(Map<String, Object> data) {
      this.additionalEventData = data;
      return this;
    }

    /**
     * The request's id.
     *
     * @param requestId as the caller was told
     * @return this
     */
    public Builder requestId(String requestId) {
      this.requestId = requestId;
      return this;
    }

    /**
     * The call changes nothing.
     *
     * @return this
     */
    public Builder readOnly() {
      this.readOnly = true;
      return this;
    }

    /**
     * The keys and aliases in question.
     *
     * @param resources in the order they are to be shown
     * @return this
     */
    public Builder about(List<AuditResource> resources) {
      this.resources = List.copyOf(resources);
      return this;
    }

    /**
     * The service did this on its own.
     *
     * @param details what it did, such as {@code keyId} and {@code keyMaterialId}
     * @return this
     */
    public Builder serviceEvent(Map<String, Object> details) {
      this.type = Type.SERVICE;
      this.serviceEventDetails = details;
      return this;
    }

    /**
     * The account in whose trail this is.
     *
     * @param accountId the account
     * @return this
     */
    public Builder recipient(String accountId) {
      this.recipientAccountId = accountId;
      return this;
    }

    /**
     * The id that the copies of an event in several accounts share.
     *
     * @param sharedEventId a UUID
     * @return this
     */
    public Builder shared(String sharedEventId) {
      this.sharedEventId = sharedEventId;
      return this;
    }

    /**
     * The event.
     *
     * @return immutable
     * @throws IllegalArgumentException if a value is of a kind that is not shown, such as bytes
     */
    public AuditEvent build() {
      return new AuditEvent(this);
    }
  }
}
