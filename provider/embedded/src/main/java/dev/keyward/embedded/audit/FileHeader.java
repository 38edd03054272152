package dev.keyward.embedded.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of every file of a trail.
 *
 * @param storeId the store it belongs to
 * @param number the number of the file in its trail, from 1
 */
record FileHeader(String storeId, int number) {
  private static final Pattern LINE =
      Pattern.compile(
          Pattern.quote("{\"eventType\":\"" + TrailFormat.FILE_EVENT + "\",\"store\":\"")
              + "([0-9a-f]{1,64})\",\"file\":([0-9]{1,6})");

  /** The line without its end. */
  byte[] body() {
    return ("{\"eventType\":\""
            + TrailFormat.FILE_EVENT
            + "\",\"store\":\""
            + storeId
            + "\",\"file\":"
            + number)
        .getBytes(ISO_8859_1);
  }

  static Optional<FileHeader> parse(byte[] line, int bodyLength) {
    Matcher matcher = LINE.matcher(new String(line, 0, bodyLength, ISO_8859_1));
    return matcher.matches()
        ? Optional.of(new FileHeader(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }
}
