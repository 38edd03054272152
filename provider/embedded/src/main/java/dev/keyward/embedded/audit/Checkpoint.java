package dev.keyward.embedded.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that signs everything before it in its trail.
 *
 * @param time when it was made, ISO 8601
 * @param digest the running digest of the chain before this line
 * @param closed whether the trail ends here
 * @param signature over {@link #signedText}
 */
record Checkpoint(String time, String digest, boolean closed, byte[] signature) {
  private static final Pattern LINE =
      Pattern.compile(
          Pattern.quote("{\"eventType\":\"" + TrailFormat.CHECKPOINT_EVENT + "\",\"eventTime\":\"")
              + "([0-9T:.Z-]{1,40})\",\"digest\":\"([0-9a-f]{64})\",\"closed\":(true|false),"
              + "\"signature\":\"([A-Za-z0-9+/]{1,400}={0,2})\"");

  /**
   * What is signed; it names its purpose, the store and the trail, so that it fits nowhere else.
   */
  static byte[] signedText(
      String storeId, String trail, long sequence, String digest, String time, boolean closed) {
    return String.join(
            "\n",
            "keyward audit checkpoint v1",
            storeId,
            trail,
            Long.toString(sequence),
            digest,
            time,
            closed ? "closed" : "open")
        .getBytes(UTF_8);
  }

  /** The line without its end. */
  byte[] body() {
    return ("{\"eventType\":\""
            + TrailFormat.CHECKPOINT_EVENT
            + "\",\"eventTime\":\""
            + time
            + "\",\"digest\":\""
            + digest
            + "\",\"closed\":"
            + closed
            + ",\"signature\":\""
            + Base64.getEncoder().encodeToString(signature)
            + "\"")
        .getBytes(ISO_8859_1);
  }

  static Optional<Checkpoint> parse(byte[] line, int bodyLength) {
    Matcher matcher = LINE.matcher(new String(line, 0, bodyLength, ISO_8859_1));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Checkpoint(
              matcher.group(1),
              matcher.group(2),
              Boolean.parseBoolean(matcher.group(3)),
              Base64.getDecoder().decode(matcher.group(4))));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
