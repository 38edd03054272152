package dev.keyward.endpoint.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.nio.NHttpMessageParser;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads request lines and headers, and is strict about them: HttpCore's own parser joins folded
 * lines and has no limit for all of them together. Never throws for what a client sent; a head that
 * is refused is passed on as such, and nothing is read behind it.
 *
 * <p>Source: RFC 9112, sections 2 to 5.
 */
final class HeadParser implements NHttpMessageParser<HttpRequest> {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final int MAX_EMPTY_LINES = 4;

  private final Connection connection;
  private final CharArrayBuffer line = new CharArrayBuffer(256);
  private final List<RequestHead.HeaderField> fields = new ArrayList<>();
  private String[] start;
  private int size;
  private int emptyLines;
  private boolean over;

  HeadParser(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void reset() {
    fields.clear();
    start = null;
    size = 0;
    emptyLines = 0;
    line.clear();
  }

  @Override
  public HttpRequest parse(SessionInputBuffer buffer, boolean endOfStream) throws IOException {
    if (over) {
      // What follows a refused head cannot be told from anything else.
      while (buffer.hasData()) {
        buffer.read();
      }
      return null;
    }
    if (buffer.hasData()) {
      connection.readsHead();
    }
    try {
      ParsedRequest request = parseLines(buffer, endOfStream);
      if (request == null && size + buffer.length() > HttpLimits.MAX_HEAD_BYTES) {
        return refused(Refusal.HEAD_TOO_LARGE);
      }
      return request;
    } catch (MessageConstraintException e) {
      return refused(Refusal.HEAD_TOO_LARGE);
    }
  }

  private ParsedRequest parseLines(SessionInputBuffer buffer, boolean endOfStream)
      throws IOException {
    while (true) {
      line.clear();
      if (!buffer.readLine(line, endOfStream)) {
        return null;
      }
      size += line.length() + 2;
      if (size > HttpLimits.MAX_HEAD_BYTES || fields.size() > HttpLimits.MAX_HEADERS) {
        return refused(Refusal.HEAD_TOO_LARGE);
      }
      if (!isPlain()) {
        return refused(Refusal.MALFORMED);
      }
      if (start == null) {
        Refusal wrong = startLine();
        if (wrong != null) {
          return refused(wrong);
        }
      } else if (line.isEmpty()) {
        return finished();
      } else if (!header()) {
        return refused(Refusal.MALFORMED);
      }
    }
  }

  private ParsedRequest refused(Refusal refusal) {
    over = true;
    return ParsedRequest.refused(refusal);
  }

  private ParsedRequest finished() {
    if (fields.size() > HttpLimits.MAX_HEADERS) {
      return refused(Refusal.HEAD_TOO_LARGE);
    }
    HttpVersion version = start[2].equals("HTTP/1.1") ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
    ParsedRequest request = ParsedRequest.of(start[0], start[1], version, List.copyOf(fields));
    over = request.refusal() != null;
    return request;
  }

  /** Printable ASCII and tabs only: no lone CR, no NUL, nothing that has several encodings. */
  private boolean isPlain() {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }

  private Refusal startLine() {
    if (line.isEmpty()) {
      emptyLines++;
      return emptyLines > MAX_EMPTY_LINES ? Refusal.MALFORMED : null;
    }
    String[] parts = line.toString().split(" ", -1);
    if (parts.length != 3 || !isToken(parts[0]) || parts[1].isEmpty() || parts[1].contains("\t")) {
      return Refusal.MALFORMED;
    }
    if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
      return parts[2].matches("HTTP/\\d\\.\\d") ? Refusal.VERSION : Refusal.MALFORMED;
    }
    start = parts;
    return null;
  }

  /** False for folded lines, for blanks in front of the colon, for names that are no tokens. */
  private boolean header() {
    int colon = line.indexOf(':');
    if (colon < 1) {
      return false;
    }
    String name = line.substring(0, colon);
    if (!isToken(name)) {
      return false;
    }
    String value = line.substring(colon + 1, line.length()).strip();
    fields.add(new RequestHead.HeaderField(name.toLowerCase(Locale.ROOT), value));
    return true;
  }

  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || TOKEN_MARKS.indexOf(c) >= 0);
  }
}
