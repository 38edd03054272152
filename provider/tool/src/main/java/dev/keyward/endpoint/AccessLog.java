package dev.keyward.endpoint;

import java.io.Writer;
import java.util.Optional;

/**
 * One line of JSON for every request that was answered: who asked for what, from where, with what
 * outcome. No bodies, no signatures, no keys. Thread-safe.
 *
 * <p>No request waits for it: what cannot be written is counted and otherwise ignored: the audit
 * trail of the key service is the record that counts.
 */
final class AccessLog implements AutoCloseable {
  private static final int MAX_TEXT = 256;

  private final Optional<LineWriter> out;

  AccessLog(Writer out) {
    this(Optional.of(new LineWriter(out)));
  }

  private AccessLog(Optional<LineWriter> out) {
    this.out = out;
  }

  /** A log that keeps nothing. */
  static AccessLog none() {
    return new AccessLog(Optional.empty());
  }

  void write(LogEntry entry) {
    out.ifPresent(lines -> lines.write(line(entry)));
  }

  private static String line(LogEntry entry) {
    StringBuilder line = new StringBuilder(320).append('{');
    member(line, "time", entry.time().toString());
    member(line, "requestId", entry.requestId());
    member(line, "source", entry.source());
    member(line, "accessKeyId", entry.accessKeyId());
    member(line, "principal", entry.principal());
    member(line, "region", entry.region());
    member(line, "operation", entry.operation());
    member(line, "errorCode", entry.errorCode());
    member(line, "userAgent", entry.userAgent());
    number(line, "status", entry.status());
    number(line, "bytesIn", entry.bytesIn());
    number(line, "bytesOut", entry.bytesOut());
    number(line, "micros", entry.micros());
    return line.append("}\n").toString();
  }

  private static void member(StringBuilder line, String name, String value) {
    if (value != null) {
      comma(line);
      line.append('"').append(name).append("\":\"");
      escape(line, value.length() <= MAX_TEXT ? value : value.substring(0, MAX_TEXT));
      line.append('"');
    }
  }

  private static void number(StringBuilder line, String name, long value) {
    comma(line);
    line.append('"').append(name).append("\":").append(value);
  }

  private static void comma(StringBuilder line) {
    if (line.length() > 1) {
      line.append(',');
    }
  }

  private static void escape(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
  }

  @Override
  public void close() {
    out.ifPresent(LineWriter::close);
  }
}
