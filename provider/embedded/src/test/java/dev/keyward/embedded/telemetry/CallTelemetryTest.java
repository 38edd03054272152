package dev.keyward.embedded.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallTelemetryTest {

  /** Other programs, as {@code main}. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      CallTelemetry.begin("Encrypt").end("key", "principal", null);
      boolean hasRecorder = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
      System.out.println(hasRecorder + " " + (hasRecorder && Flight.isInitialized()));
    }
  }

  @TempDir private Path directory;

  @Test
  void call_whileRecording_isAnEvent() throws Exception {
    Path file = directory.resolve("calls.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("dev.keyward.KmsCall");
      recording.start();
      CallTelemetry.begin("Decrypt").end("arn:key", "arn:ann", "DisabledException");
      CallTelemetry.begin("ListKeys").end(null, null, null);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("dev.keyward.KmsCall"))
            .toList();
    assertThat(events).hasSize(2);
    RecordedEvent failed = events.get(0);
    assertThat(failed.getString("operation")).isEqualTo("Decrypt");
    assertThat(failed.getString("key")).isEqualTo("arn:key");
    assertThat(failed.getString("principal")).isEqualTo("arn:ann");
    assertThat(failed.getString("outcome")).isEqualTo("failure");
    assertThat(failed.getString("errorCode")).isEqualTo("DisabledException");
    assertThat(failed.getDuration()).isPositive();
    assertThat(events.get(1).getString("outcome")).isEqualTo("success");
    assertThat(events.get(1).getString("key")).isNull();
  }

  /** Such as keytool. */
  @Test
  void call_jvmWithoutRecorder_isSilent() throws Exception {
    assertThat(run("--limit-modules=java.base")).isEqualTo("false false");
  }

  @Test
  void call_nothingRecords_doesNotStartTheRecorder() throws Exception {
    assertThat(run("-Xshare:auto")).isEqualTo("true false");
  }

  private static String run(String option) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
