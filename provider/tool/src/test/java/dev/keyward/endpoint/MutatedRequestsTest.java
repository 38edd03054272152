package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.endpoint.WireClient.Reply;
import dev.keyward.kms.ErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P29: requests that somebody altered on the way gain nothing and find nothing out. */
class MutatedRequestsTest {
  private static final Set<Integer> STATUSES = Set.of(200, 400, 405, 413, 417, 431, 505);
  private static final Set<String> SIGNED =
      Set.of("host", "content-type", "x-amz-date", "x-amz-target", "authorization");
  private static final String ALPHABET = "\r\n\t :;,=/\"{}[]\\0129azAZ\u0000\u007f\u00ff+-%?&#.";

  @TempDir Path home;

  @Test
  void mutation_ofSignedRequest_isNeverCarriedOut() throws IOException {
    mutate(3_000, 20261122L);
  }

  @Test
  @Tag("nightly")
  void mutation_ofSignedRequest_isNeverCarriedOutInManyForms() throws IOException {
    mutate(100_000, new Random().nextLong());
  }

  private void mutate(int count, long seed) throws IOException {
    Set<String> declared = new HashSet<>();
    Arrays.stream(ErrorCode.values()).forEach(code -> declared.add(code.wireName()));
    Arrays.stream(WireFailure.Code.values()).forEach(code -> declared.add(code.wireName()));
    declared.remove(WireFailure.Code.INTERNAL_FAILURE.wireName());
    Random random = new Random(seed);
    int refused = 0;
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings)) {
      WireClient client = fixture.client();
      client.call("CreateKey", "{}");
      byte[] original = original(client);
      for (int i = 0; i < count; i++) {
        if (i % 1_000 == 999) {
          original = original(client);
        }
        byte[] mutated = mutated(original, random);
        Optional<Reply> reply = exchange(client, mutated);
        String shown = "seed " + seed + ", request " + i + ": " + new String(mutated, ISO_8859_1);
        if (reply.isPresent()) {
          check(reply.get(), shown, original, mutated, declared);
          refused += reply.get().status() == 200 ? 0 : 1;
        }
      }
      assertThat(client.call("ListKeys", "{}").status()).isEqualTo(200);
    }
    assertThat(refused).as("seed " + seed).isGreaterThan(count / 2);
  }

  private static byte[] original(WireClient client) {
    String body = "{\"Limit\":1}";
    return WireClient.request(client.signed("ListKeys", body), body).getBytes(ISO_8859_1);
  }

  private static void check(
      Reply reply, String shown, byte[] original, byte[] mutated, Set<String> declared) {
    assertThat(reply.status()).as(shown).isIn(STATUSES);
    assertThat(reply.body()).as(shown).doesNotContain("\tat ").doesNotContain("java.");
    if (reply.status() == 200 && !reply.body().contains("\"status\":\"UP\"")) {
      assertThat(meaning(mutated)).as(shown).isEqualTo(meaning(original));
    } else if (reply.status() == 400 && !reply.body().isEmpty()) {
      assertThat(reply.code()).as(shown).isIn(declared);
    }
  }

  /**
   * What a signature covers, read leniently: blanks, also around the commas between the parts of
   * the authorization, and the case of names do not count.
   */
  private static String meaning(byte[] request) {
    String text = new String(request, ISO_8859_1).replace("\r\n", "\n").stripLeading();
    int end = text.indexOf("\n\n");
    String[] lines = text.substring(0, end).split("\n");
    TreeMap<String, String> headers = new TreeMap<>();
    int length = 0;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      String value = lines[i].substring(colon + 1).strip().replaceAll("[ \t]+", " ");
      if (SIGNED.contains(name)) {
        headers.put(name, value.replaceAll(" ?, ?", ","));
      } else if (name.equals("content-length")) {
        length = Integer.parseInt(value);
      }
    }
    String start = lines[0].substring(0, lines[0].lastIndexOf(' '));
    return start + headers + text.substring(end + 2, end + 2 + length);
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original;
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, Random random) {
    if (bytes.length < 2) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    byte one = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    return switch (random.nextInt(8)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
      case 1 -> {
        byte[] replaced = bytes.clone();
        replaced[at] = one;
        yield replaced;
      }
      case 2 -> spliced(bytes, at, at, new byte[] {one});
      case 3 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), new byte[0]);
      case 4 -> {
        int end = Math.min(bytes.length, at + random.nextInt(60));
        yield spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> lineMoved(bytes, random);
      default ->
          spliced(bytes, bytes.length, bytes.length, Arrays.copyOfRange(bytes, at, bytes.length));
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] result = new byte[from + between.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(bytes, to, result, from + between.length, bytes.length - to);
    return result;
  }

  private static byte[] lineMoved(byte[] bytes, Random random) {
    String[] lines = new String(bytes, ISO_8859_1).split("\r\n", -1);
    int a = random.nextInt(lines.length);
    int b = random.nextInt(lines.length);
    if (random.nextBoolean()) {
      lines[a] = lines[b];
    } else {
      String line = lines[a];
      lines[a] = lines[b];
      lines[b] = line;
    }
    return String.join("\r\n", lines).getBytes(ISO_8859_1);
  }

  /** Says that nothing follows, so that nobody waits for what is missing. */
  private static Optional<Reply> exchange(WireClient client, byte[] request) throws IOException {
    try (Socket socket = client.open()) {
      // No lingering: a hundred thousand connections would use up all ports.
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return WireClient.read(new BufferedInputStream(socket.getInputStream()));
    } catch (SocketException closedWhileWriting) {
      return Optional.empty();
    }
  }
}
