package dev.keyward.embedded.customstore;

import dev.keyward.embedded.customstore.TokenLocation.SlotId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/**
 * SoftHSM2, a PKCS #11 token in software, with fresh tokens in the build directory.
 *
 * <p>The library reads its configuration once a process, from the file that the environment
 * variable SOFTHSM2_CONF names (set by the build). So all tokens are made before the library is
 * loaded.
 */
final class SoftHsm {
  static final String PIN = "correct-horse-77";

  private static final Pattern SLOT = Pattern.compile("slot (\\d+)");
  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib64/pkcs11/libsofthsm2.so",
          "/usr/lib64/softhsm/libsofthsm2.so",
          "/usr/local/lib/softhsm/libsofthsm2.so",
          "/opt/homebrew/lib/softhsm/libsofthsm2.so");

  private static SoftHsm instance;

  private final Path library;
  private final Path tokens;
  private final TokenLocation main;
  private final TokenLocation withoutPin;

  private SoftHsm(Path library, Path configuration) throws IOException, InterruptedException {
    this.library = library;
    Files.createDirectories(configuration.getParent());
    this.tokens = Files.createTempDirectory(configuration.getParent(), "tokens");
    Files.writeString(
        configuration,
        "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    this.main = location(initialise("keyward-main"));
    this.withoutPin = location(otherSlot());
  }

  /**
   * The library and its tokens.
   *
   * @throws TestAbortedException if it is not installed, unless {@code keyward.require.softhsm} is
   *     true
   */
  static synchronized SoftHsm get() {
    if (instance == null) {
      Path library = library().orElseThrow(() -> missing("SoftHSM2 is not installed"));
      String configuration = System.getenv("SOFTHSM2_CONF");
      if (configuration == null) {
        throw missing("SOFTHSM2_CONF is not set (the Maven build sets it)");
      }
      try {
        instance = new SoftHsm(library, Path.of(configuration));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return instance;
  }

  private static Optional<Path> library() {
    String named = System.getProperty("keyward.softhsm", "");
    Stream<String> places = named.isBlank() ? LIBRARIES.stream() : Stream.of(named);
    return places.map(Path::of).filter(Files::isReadable).findFirst();
  }

  private static TestAbortedException missing(String why) {
    String message =
        why
            + ": the tests of custom key stores do not run. Install it (apt-get install softhsm2),"
            + " and name another library with -Dkeyward.softhsm=<path>.";
    if (Boolean.getBoolean("keyward.require.softhsm")) {
      Assertions.fail(message);
    }
    return new TestAbortedException(message);
  }

  private long initialise(String label) throws IOException, InterruptedException {
    String printed =
        run(
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            "security-officer",
            "--pin",
            PIN);
    Matcher matcher = SLOT.matcher(printed);
    if (!matcher.find()) {
      throw new IllegalStateException("softhsm2-util printed no slot: " + printed);
    }
    long slot = -1;
    do {
      slot = Long.parseLong(matcher.group(1));
    } while (matcher.find());
    return slot;
  }

  /** There is always one slot whose token was never initialised. */
  private long otherSlot() throws IOException, InterruptedException {
    Matcher matcher =
        Pattern.compile("^Slot (\\d+)\\s*$", Pattern.MULTILINE).matcher(run("--show-slots"));
    while (matcher.find()) {
      long slot = Long.parseLong(matcher.group(1));
      if (slot != ((SlotId) main.slot()).number()) {
        return slot;
      }
    }
    throw new IllegalStateException("softhsm2-util shows no free slot");
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("softhsm2-util"), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("softhsm2-util failed: " + printed);
    }
    return printed;
  }

  private TokenLocation location(long slot) {
    return new TokenLocation(library.toString(), new SlotId(slot));
  }

  /** An initialised token with the PIN {@link #PIN}. */
  TokenLocation main() {
    return main;
  }

  /** A slot whose token was never initialised. */
  TokenLocation uninitialised() {
    return withoutPin;
  }

  /** Where the library keeps its files. */
  Path tokens() {
    return tokens;
  }
}
