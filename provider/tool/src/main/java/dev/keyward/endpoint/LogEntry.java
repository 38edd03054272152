package dev.keyward.endpoint;

import java.time.Instant;

/**
 * What the access log says of one request; what is not known is null.
 *
 * @param time when it had arrived
 * @param requestId its id, as the client was told and as the audit trail has it
 * @param source address of the client
 * @param accessKeyId whose key signed it, if the signature was right
 * @param principal who that is
 * @param region the Region it was signed for
 * @param operation what it asked for, if there is such an operation
 * @param errorCode the error it was answered with
 * @param userAgent as the client says
 * @param status HTTP status
 * @param bytesIn length of its body
 * @param bytesOut length of the answer's body
 * @param micros time it took
 */
record LogEntry(
    Instant time,
    String requestId,
    String source,
    String accessKeyId,
    String principal,
    String region,
    String operation,
    String errorCode,
    String userAgent,
    int status,
    long bytesIn,
    long bytesOut,
    long micros) {}
