package dev.keyward.samples.volume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Administers volumes.
 *
 * <pre>
 * create FILE BLOCKS ALIAS           a volume of BLOCKS * 4,096 bytes, its data key wrapped by ALIAS
 * write FILE ALIAS POSITION TEXT     attaches, writes, detaches
 * read FILE ALIAS POSITION LENGTH    attaches, reads, detaches
 * rewrap FILE ALIAS NEW-ALIAS        puts the volume under another key
 * snapshot FILE ALIAS COPY NEW-ALIAS makes a copy under another key
 * </pre>
 */
public final class VolumeSample {
  private VolumeSample() {}

  /**
   * Runs one command.
   *
   * @param arguments the command and what it takes
   * @throws GeneralSecurityException if the key service refuses
   * @throws IOException if the volume cannot be used
   */
  public static void main(String[] arguments) throws GeneralSecurityException, IOException {
    if (arguments.length < 4) {
      System.err.println("Usage: create | write | read | rewrap | snapshot, see the class comment");
      System.exit(2);
    }
    Volumes volumes = new Volumes();
    Path file = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "create" -> volumes.create(file, Long.parseLong(arguments[2]), arguments[3]);
      case "write" -> {
        try (EncryptedVolume volume = volumes.attach(file, arguments[2])) {
          volume.position(Long.parseLong(arguments[3]));
          volume.write(ByteBuffer.wrap(arguments[4].getBytes(UTF_8)));
        }
      }
      case "read" -> {
        try (EncryptedVolume volume = volumes.attach(file, arguments[2])) {
          ByteBuffer text = ByteBuffer.allocate(Integer.parseInt(arguments[4]));
          volume.position(Long.parseLong(arguments[3]));
          volume.read(text);
          System.out.println(new String(text.array(), 0, text.position(), UTF_8));
        }
      }
      case "rewrap" -> volumes.rewrap(file, arguments[2], arguments[3]);
      case "snapshot" -> volumes.snapshot(file, arguments[2], Path.of(arguments[3]), arguments[4]);
      default -> throw new IllegalArgumentException("unknown command " + arguments[0]);
    }
  }
}
