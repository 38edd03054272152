package dev.keyward.embedded.audit;

import static dev.keyward.embedded.audit.Trails.encrypt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditTrail.Durability;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.AuditVerification.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailVerifierTest {
  @TempDir private Path home;
  private Trails trails;

  @BeforeEach
  void openStore() {
    AuditSettings settings =
        new AuditSettings(
            true,
            false,
            home.resolve("audit"),
            AuditSettings.ContextValues.HMAC,
            AuditSettings.MIN_FILE_BYTES);
    trails = new Trails(home, settings);
  }

  @AfterEach
  void closeStore() {
    trails.close();
  }

  /** Writes a closed trail. */
  private List<Path> written(int events) throws IOException {
    try (AuditTrail trail = trails.open()) {
      for (int i = 0; i < events; i++) {
        trail.record(encrypt(i), Durability.BUFFERED);
        if (i % 50 == 0) {
          // Batches of a bounded size, so that files are full in the middle, too.
          trail.flush();
        }
      }
    }
    assertThat(trails.verify().problems()).isEmpty();
    return trails.logs();
  }

  private Problem onlyProblem() {
    AuditVerification found = trails.verify();
    assertThat(found.problems()).hasSize(1);
    assertThat(found.isIntact()).isFalse();
    return found.problems().get(0);
  }

  @Test
  void verify_noTrailAtAll_isIntact() {
    AuditVerification found = trails.verify();
    assertThat(found.isIntact()).isTrue();
    assertThat(found.files()).isZero();
  }

  @Test
  void verify_flippedByte_namesFileAndLine() throws Exception {
    Path file = written(20).get(0);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(6, lines.get(6).replace("Encrypt", "Decrypt"));
    Files.write(file, lines);
    Problem problem = onlyProblem();
    assertThat(problem.file()).isEqualTo(file.getFileName().toString());
    assertThat(problem.line()).isEqualTo(7);
    assertThat(problem.reason()).contains("changed");
  }

  @Test
  void verify_deletedLine_namesTheGap() throws Exception {
    Path file = written(20).get(0);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(6);
    Files.write(file, lines);
    assertThat(onlyProblem().reason()).isEqualTo("has number 7 where 6 is due");
    assertThat(onlyProblem().line()).isEqualTo(7);
  }

  @Test
  void verify_missingFileInTheMiddle_namesIt() throws Exception {
    List<Path> files = written(300);
    assertThat(files).hasSizeGreaterThan(2);
    Files.delete(files.get(1));
    assertThat(onlyProblem().reason()).contains("file 2 of the trail").contains("missing");
  }

  @Test
  void verify_missingLastFiles_isMeasuredAgainstTheStore() throws Exception {
    List<Path> files = written(300);
    for (Path file : files.subList(1, files.size())) {
      Files.delete(file);
    }
    assertThat(onlyProblem().reason()).contains("but had 300");
  }

  @Test
  void verify_wholeTrailDeleted_isMissedByTheStore() throws Exception {
    for (Path file : written(5)) {
      Files.delete(file);
    }
    Problem problem = onlyProblem();
    assertThat(problem.file()).startsWith("trail ");
    assertThat(problem.reason()).contains("missing").contains("5 events");
  }

  @Test
  void verify_trailOfAnotherStore_isRefused() throws Exception {
    Path foreign = home.resolve("foreign");
    try (Trails other = new Trails(foreign)) {
      try (AuditTrail trail = other.open()) {
        trail.record(encrypt(1), Durability.FORCED);
      }
      Path file = other.logs().get(0);
      written(3);
      Files.copy(file, trails.directory().resolve(file.getFileName()));
    }
    assertThat(onlyProblem().line()).isEqualTo(1);
  }

  @Test
  void verify_publicKeyExchanged_isNoticed() throws Exception {
    written(3);
    Path key = trails.directory().resolve("signing-key.pem");
    Files.writeString(key, Files.readString(key).replace('A', 'B'));
    assertThat(onlyProblem().file()).isEqualTo("signing-key.pem");
  }

  /** A killed process: the last line may be cut, and what is not proven is said exactly. */
  @Test
  void verify_writerKilled_saysWhatIsNotProven() throws Exception {
    AuditTrail killed = trails.open();
    for (int i = 0; i < 7; i++) {
      killed.record(encrypt(i), Durability.FORCED);
    }
    Trails.await("the trail is known to the store", () -> heads() == 1);
    Path file = trails.logs().get(0);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length - 20));
    AuditVerification found = trails.verify();
    assertThat(found.problems()).isEmpty();
    assertThat(found.openTrails()).isEqualTo(1);
    assertThat(found.unprovenTails())
        .singleElement()
        .asString()
        .contains("no signature covers events 1 to 6")
        .contains("the last line is incomplete");
    killed.close();
  }

  private int heads() {
    int[] heads = new int[1];
    new TrailHeads(trails.store()).forEach((trail, head) -> heads[0]++);
    return heads[0];
  }

  @Test
  void verify_openTrailCutBelowTheStoredHead_isNoticed() throws Exception {
    try (AuditTrail trail = trails.open()) {
      for (int i = 0; i < 1100; i++) {
        trail.record(encrypt(i), Durability.BUFFERED);
      }
      trail.flush();
      Trails.await("the checkpoint's head", () -> headSequence() >= 1000);
      List<Path> files = trails.logs();
      for (Path file : files.subList(1, files.size())) {
        Files.delete(file);
      }
      assertThat(onlyProblem().reason()).contains("the trail ends at event");
    }
  }

  private long headSequence() {
    long[] sequence = new long[1];
    new TrailHeads(trails.store()).forEach((trail, head) -> sequence[0] = head.sequence());
    return sequence[0];
  }

  @Test
  void verifySignatures_withoutTheStore_provesWhatIsSigned() throws Exception {
    written(30);
    AuditVerification found = TrailVerifier.verifySignatures(trails.directory());
    assertThat(found.problems()).isEmpty();
    assertThat(found.signedRecords()).isEqualTo(30);
    assertThat(found.unprovenTails()).isEmpty();

    Path file = trails.logs().get(0);
    Files.writeString(file, Files.readString(file).replaceFirst("user/ann", "user/bob"));
    Problem problem = TrailVerifier.verifySignatures(trails.directory()).problems().get(0);
    assertThat(problem.reason()).contains("since the checkpoint before was changed");
  }

  @Test
  void verify_randomManipulations_allNoticed() throws Exception {
    manipulate(60, 250, 20261122L);
  }

  /** P34: 1,000 of 1,000. */
  @Test
  @Tag("nightly")
  void verify_1000RandomManipulations_allNoticed() throws Exception {
    manipulate(1500, 1000, System.nanoTime());
  }

  private void manipulate(int events, int times, long seed) throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Path> files = written(events);
    for (int i = 0; i < times; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] before = Files.readAllBytes(file);
      byte[] after = manipulated(before, random);
      assertThat(after).isNotEqualTo(before);
      Files.write(file, after);
      AuditVerification found = trails.verify();
      assertThat(found.problems()).as("manipulation %d with seed %d", i, seed).isNotEmpty();
      assertThat(found.problems().get(0).file()).isIn(names(files));
      Files.write(file, before);
    }
    assertThat(trails.verify().problems()).isEmpty();
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).toList();
  }

  private static byte[] manipulated(byte[] content, Random random) {
    List<byte[]> lines = lines(content);
    int line = random.nextInt(lines.size());
    switch (random.nextInt(6)) {
      case 0 -> {
        byte[] edited = content.clone();
        edited[random.nextInt(edited.length)] ^= (byte) (1 << random.nextInt(8));
        return edited;
      }
      case 1 -> lines.remove(line);
      case 2 -> {
        int other = (line + 1 + random.nextInt(lines.size() - 1)) % lines.size();
        byte[] moved = lines.get(line);
        lines.set(line, lines.get(other));
        lines.set(other, moved);
      }
      case 3 -> {
        return Arrays.copyOf(content, random.nextInt(content.length));
      }
      case 4 -> lines.add(random.nextInt(lines.size() + 1), lines.get(line).clone());
      default -> {
        byte[] inserted = content.clone();
        int at = random.nextInt(content.length + 1);
        byte[] longer = Arrays.copyOf(inserted, inserted.length + 1);
        System.arraycopy(content, at, longer, at + 1, content.length - at);
        longer[at] = (byte) random.nextInt(256);
        return longer;
      }
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    lines.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  /** The lines with their line breaks. */
  private static List<byte[]> lines(byte[] content) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        lines.add(Arrays.copyOfRange(content, start, i + 1));
        start = i + 1;
      }
    }
    return lines;
  }

  /** Whatever is in a file, the answer is a problem and never an exception. */
  @Test
  void verifyAndRead_randomBytes_answerWithAProblem() throws Exception {
    long seed = 4711;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path file = written(5).get(0);
    byte[] real = Files.readAllBytes(file);
    for (int i = 0; i < 300; i++) {
      Files.write(file, garbage(real, random));
      assertThat(trails.verify().problems()).as("round %d", i).isNotEmpty();
      AuditLog.read(trails.settings(), trails.store().storeId(), AuditQuery.newest(10));
    }
  }

  private static byte[] garbage(byte[] real, Random random) {
    byte[] bytes = real.clone();
    int edits = 1 + random.nextInt(40);
    byte[] structure = "{}[]\",:\\0e-\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(bytes.length);
      byte old = bytes[at];
      bytes[at] =
          random.nextBoolean()
              ? structure[random.nextInt(structure.length)]
              : (byte) random.nextInt(256);
      if (i == 0 && bytes[at] == old) {
        bytes[at] ^= 1;
      }
    }
    if (Arrays.equals(bytes, real)) {
      bytes[0] ^= 1;
    }
    return bytes;
  }

  @Test
  void verify_lineWithoutEnd_isCutAtTheLimit() throws Exception {
    Path file = written(2).get(0);
    byte[] endless = new byte[3 << 20];
    Arrays.fill(endless, (byte) 'x');
    Files.write(file, endless);
    assertThat(onlyProblem().reason()).contains("longer than any line");
  }

  @Test
  void verify_manyTrails_areAllRead() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (AuditTrail trail =
          AuditTrail.open(trails.settings(), trails.store(), Trails.CLOCK, JdkRandom.shared())) {
        trail.record(encrypt(i), Durability.FORCED);
      }
    }
    assertThat(trails.verify().trails()).isEqualTo(20);
    assertThat(trails.verify().isIntact()).isTrue();
  }
}
