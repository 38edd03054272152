package dev.keyward.tool.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.identity.IssuedAccessKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file that AWS tools and SDKs take as their credentials and configuration: one profile, {@code
 * [default]}.
 */
public final class AwsProfile {
  private static final String ENDPOINT = "endpoint_url";
  private static final String CA_BUNDLE = "ca_bundle";

  private AwsProfile() {}

  /**
   * Where the key service of a profile is.
   *
   * @param region the Region
   * @param endpoint its URL; empty if it is not known yet
   * @param caBundle the certificates it is trusted by; empty for those of the system
   */
  public record Service(String region, Optional<URI> endpoint, Optional<Path> caBundle) {}

  /**
   * The content of a file with an access key.
   *
   * @param issued the access key; stays the caller's
   * @param service where it is used
   * @return the bytes, which hold the secret: the caller zeroes them
   */
  public static byte[] content(IssuedAccessKey issued, Service service) {
    String before =
        "[default]\naws_access_key_id = " + issued.key().id() + "\naws_secret_access_key = ";
    StringBuilder after = new StringBuilder("\nregion = ").append(service.region()).append('\n');
    service.endpoint().ifPresent(url -> after.append(line(ENDPOINT, url.toString())).append('\n'));
    service
        .caBundle()
        .ifPresent(file -> after.append(line(CA_BUNDLE, file.toString())).append('\n'));
    Wiped out = new Wiped(before.length() + after.length() + 512);
    out.writeBytes(before.getBytes(UTF_8));
    issued.secret().use(out::writeBytes);
    out.writeBytes(after.toString().getBytes(UTF_8));
    return out.take();
  }

  /**
   * Says where the endpoint is now; everything else in the file stays.
   *
   * @param file an existing profile
   * @param service where it is
   * @throws IOException if it cannot be read or written
   */
  public static void update(Path file, Service service) throws IOException {
    byte[] old = Files.readAllBytes(file);
    try {
      List<byte[]> lines = new ArrayList<>();
      for (byte[] line : lines(old)) {
        if (!isAbout(line, ENDPOINT) && !isAbout(line, CA_BUNDLE)) {
          lines.add(line);
        }
      }
      service
          .endpoint()
          .ifPresent(url -> lines.add(line(ENDPOINT, url.toString()).getBytes(UTF_8)));
      service.caBundle().ifPresent(ca -> lines.add(line(CA_BUNDLE, ca.toString()).getBytes(UTF_8)));
      replace(file, old, lines);
    } finally {
      Arrays.fill(old, (byte) 0);
    }
  }

  private static void replace(Path file, byte[] old, List<byte[]> lines) throws IOException {
    Wiped out = new Wiped(old.length + 8192);
    for (byte[] line : lines) {
      out.writeBytes(line);
      out.write('\n');
      Arrays.fill(line, (byte) 0);
    }
    byte[] changed = out.take();
    try {
      if (!Arrays.equals(old, changed)) {
        PrivateFile.write(file, changed);
      }
    } finally {
      Arrays.fill(changed, (byte) 0);
    }
  }

  /** Lines as bytes: the secret is not made a String, which nobody could zero. */
  private static List<byte[]> lines(byte[] text) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\n') {
        if (i > start || i < text.length) {
          lines.add(Arrays.copyOfRange(text, start, i));
        }
        start = i + 1;
      }
    }
    return lines;
  }

  private static boolean isAbout(byte[] line, String name) {
    byte[] wanted = name.getBytes(UTF_8);
    if (line.length < wanted.length
        || !Arrays.equals(line, 0, wanted.length, wanted, 0, wanted.length)) {
      return false;
    }
    int next = wanted.length;
    while (next < line.length && line[next] == ' ') {
      next++;
    }
    return next < line.length && line[next] == '=';
  }

  private static String line(String name, String value) {
    return name + " = " + value;
  }

  /** A buffer that is large enough from the start, and zeroes itself. */
  private static final class Wiped extends ByteArrayOutputStream {
    Wiped(int size) {
      super(size);
    }

    byte[] take() {
      byte[] taken = toByteArray();
      Arrays.fill(buf, (byte) 0);
      return taken;
    }
  }
}
