package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Finding;
import dev.keyward.remote.stub.Replies;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  @TempDir Path directory;

  @Test
  void health_serviceFails_isDegradedAndCounted() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      kms.describeKey(DESCRIBE);
      assertThat(kms.health().getStatus()).isEqualTo("UP");
      assertThat(kms.selfCheck().get(0).level()).isEqualTo(Finding.Level.OK);
      fixture.server.behave(Replies.error(500, "KMSInternalException"));
      for (int i = 0; i < 30; i++) {
        assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(RuntimeException.class);
      }
      assertThat(kms.health().getStatus()).isEqualTo("DEGRADED");
      assertThat(kms.health().getBreaker()).isEqualTo("OPEN");
      assertThat(kms.selfCheck().get(0).level()).isEqualTo(Finding.Level.FAIL);
      assertThat(kms.selfCheck().get(0).found()).contains("31 calls, 30 failed");
      assertThat(kms.health().getCounts())
          .containsEntry("CALLS", 31L)
          .containsEntry("FAILED", 30L)
          .hasEntrySatisfying("REFUSED_BY_BREAKER", n -> assertThat(n).isPositive());
    }
  }

  @Test
  void bean_serverOfBeansIsThere_appearsAndGoes() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName any = new ObjectName("dev.keyward:type=RemoteKms,*");
    Set<ObjectName> before = beans.queryNames(any, null);
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      kms.describeKey(DESCRIBE);
      Set<ObjectName> now = beans.queryNames(any, null);
      now.removeAll(before);
      assertThat(now).hasSize(1);
      ObjectName name = now.iterator().next();
      assertThat(beans.getAttribute(name, "Status")).isEqualTo("UP");
      assertThat(beans.getAttribute(name, "RetryBudget")).isEqualTo(500);
    }
    assertThat(beans.queryNames(any, null)).isEqualTo(before);
  }

  @Test
  void recording_callsAndAttempts_areEventsWithoutTheKey() throws Exception {
    Path file = directory.resolve("calls.jfr");
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct();
        Recording recording = new Recording()) {
      recording.enable("dev.keyward.RemoteCall");
      recording.enable("dev.keyward.RemoteAttempt");
      recording.start();
      fixture.server.behave(
          Replies.sequence(Replies.error(500, "KMSInternalException"), fixture.stub));
      kms.describeKey(DESCRIBE);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(e -> e.getEventType().getName().equals("dev.keyward.RemoteAttempt"))
        .hasSize(2);
    assertThat(events)
        .filteredOn(e -> e.getEventType().getName().equals("dev.keyward.RemoteCall"))
        .singleElement()
        .satisfies(e -> assertThat(e.getInt("attempts")).isEqualTo(2))
        .satisfies(e -> assertThat(e.getString("outcome")).isEqualTo("success"))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("orders"));
  }
}
