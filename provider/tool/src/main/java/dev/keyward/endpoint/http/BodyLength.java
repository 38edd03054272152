package dev.keyward.endpoint.http;

import java.util.List;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpVersion;

/**
 * How long a body is. Whatever another server on the way might read differently is refused: a
 * length beside chunks, two lengths, lengths that are not plain digits, encodings other than
 * chunks, and chunks under HTTP/1.0, which has none.
 */
final class BodyLength implements ContentLengthStrategy {
  static final BodyLength INSTANCE = new BodyLength();

  private static final String LENGTH = "content-length";
  private static final String ENCODING = "transfer-encoding";
  private static final int MAX_DIGITS = 18;

  private BodyLength() {}

  /** Null if the length is clear. */
  static Refusal check(List<RequestHead.HeaderField> fields, HttpVersion version) {
    int lengths = 0;
    int encodings = 0;
    for (RequestHead.HeaderField field : fields) {
      if (field.name().equals(LENGTH)) {
        lengths++;
        if (!isPlainNumber(field.value())) {
          return Refusal.AMBIGUOUS_LENGTH;
        }
      } else if (field.name().equals(ENCODING)) {
        encodings++;
        if (!field.value().equalsIgnoreCase("chunked")) {
          return Refusal.AMBIGUOUS_LENGTH;
        }
      }
    }
    // RFC 9112, section 6.1: the framing of a 1.0 message with an encoding is faulty.
    boolean chunksTooEarly = encodings > 0 && version.lessEquals(HttpVersion.HTTP_1_0);
    return lengths + encodings > 1 || chunksTooEarly ? Refusal.AMBIGUOUS_LENGTH : null;
  }

  private static boolean isPlainNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public long determineLength(HttpMessage message) {
    ParsedRequest request = (ParsedRequest) message;
    if (request.refusal() != null) {
      return ContentLengthStrategy.UNDEFINED;
    }
    if (request.containsHeader(ENCODING)) {
      return ContentLengthStrategy.CHUNKED;
    }
    return request.containsHeader(LENGTH)
        ? Long.parseLong(request.getFirstHeader(LENGTH).getValue())
        : ContentLengthStrategy.UNDEFINED;
  }
}
