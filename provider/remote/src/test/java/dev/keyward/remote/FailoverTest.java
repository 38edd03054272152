package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.remote.region.FailoverCalls;
import dev.keyward.remote.region.FailoverCalls.Region;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.MapEnvironment;
import dev.keyward.remote.stub.Replies;
import dev.keyward.remote.stub.StubKms;
import dev.keyward.remote.stub.VirtualTime;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.wire.KmsCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** P27 and fault F18. */
class FailoverTest {
  private final StubKms home = StubKms.of("eu-west-1", StubKms.MULTI_REGION_ID);
  private final StubKms replica = home.replica("eu-central-1");
  private final VirtualTime time = new VirtualTime();

  private RemoteKms client(FaultServer server, String region, String... settings) {
    MapSettings all = MapSettings.of(settings);
    all.values().put("region", region);
    all.values().put("endpoint", server.uri().toString());
    return RemoteClient.of(
            all, new RemoteClient.Means(MapEnvironment.withKeys(), time, Waiter.system()))
        .direct();
  }

  private static KmsCalls calls(Kms kms) {
    return new KmsCalls() {
      @Override
      public Record call(String operation, Record request) {
        return switch (operation) {
          case "Decrypt" -> kms.decrypt((Decrypt.Request) request);
          case "GenerateDataKey" -> kms.generateDataKey((GenerateDataKey.Request) request);
          case "DescribeKey" -> kms.describeKey((DescribeKey.Request) request);
          case "CreateAlias" -> {
            kms.createAlias((CreateAlias.Request) request);
            yield null;
          }
          case "DeleteAlias" -> {
            kms.deleteAlias((DeleteAlias.Request) request);
            yield null;
          }
          case "UpdateAlias" -> {
            kms.updateAlias((UpdateAlias.Request) request);
            yield null;
          }
          default -> {
            kms.disableKey((DisableKey.Request) request);
            yield null;
          }
        };
      }

      @Override
      public void close() {
        kms.close();
      }
    };
  }

  private FailoverCalls failover(FaultServer first, FaultServer second) {
    String[] impatient = {
      "timeout.call",
      "2300ms",
      "timeout.management",
      "2300ms",
      "retry.attempts",
      "2",
      "timeout.response",
      "300ms",
      "timeout.attempt",
      "300ms"
    };
    return new FailoverCalls(
        calls(client(first, "eu-west-1", impatient)),
        List.of(
            new Region("eu-west-1", calls(client(first, "eu-west-1", impatient))),
            new Region("eu-central-1", calls(client(second, "eu-central-1", impatient)))),
        time,
        new Meters());
  }

  @Test
  void dataKey_homeDark_comesFromTheReplicaAndBack() {
    try (FaultServer first = FaultServer.start(home);
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      GenerateDataKey.Request asked = GenerateDataKey.Request.of(home.arn());
      GenerateDataKey.Response well =
          (GenerateDataKey.Response) calls.call("GenerateDataKey", asked);
      replica.learnFrom(home);
      first.behave(Replies.hang());
      long start = System.nanoTime();
      GenerateDataKey.Response elsewhere =
          (GenerateDataKey.Response) calls.call("GenerateDataKey", asked);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(elsewhere.keyId()).as("the key as the caller knows it").isEqualTo(home.arn());
      Decrypt.Response opened =
          (Decrypt.Response) calls.call("Decrypt", Decrypt.Request.of(well.ciphertextBlob()));
      assertThat(opened.plaintext()).isEqualTo(well.plaintext());
      int asksOfHome = first.requests();
      calls.call("GenerateDataKey", asked);
      assertThat(first.requests()).as("it sticks").isEqualTo(asksOfHome);
      time.pass(Duration.ofSeconds(61));
      first.behave(home);
      calls.call("GenerateDataKey", asked);
      assertThat(first.requests()).as("it comes back").isEqualTo(asksOfHome + 1);
    }
  }

  @Test
  void lifecycle_homeDark_staysAtHome() {
    try (FaultServer first = FaultServer.start(Replies.error(500, "KMSInternalException"));
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      assertThatThrownBy(
              () -> calls.call("DisableKey", DisableKey.Request.of(StubKms.MULTI_REGION_ID)))
          .isInstanceOf(RuntimeException.class);
      assertThat(second.requests()).isZero();
    }
  }

  @Test
  void regionalKey_homeDark_staysAtHome() {
    try (FaultServer first = FaultServer.start(Replies.close());
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      assertThatThrownBy(
              () -> calls.call("GenerateDataKey", GenerateDataKey.Request.of(StubKms.KEY_ID)))
          .isInstanceOf(BackendUnavailableException.class);
      assertThat(second.requests()).isZero();
    }
  }

  @Test
  void alias_knownToBeOfAMultiRegionKey_goesElsewhereByItsId() {
    try (FaultServer first = FaultServer.start(home);
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      calls.call("DescribeKey", DescribeKey.Request.of("alias/orders"));
      first.behave(Replies.close());
      DescribeKey.Response answer =
          (DescribeKey.Response) calls.call("DescribeKey", DescribeKey.Request.of("alias/orders"));
      assertThat(answer.keyMetadata().arn()).isEqualTo(home.arn());
      assertThat(second.requests()).isEqualTo(1);
    }
  }

  private static final DescribeKey.Request BY_ALIAS = DescribeKey.Request.of("alias/orders");

  private void describe(FailoverCalls calls) {
    calls.call("DescribeKey", BY_ALIAS);
  }

  /** After what happened to the alias the replica is not asked any more: it is another key's. */
  private void assertStaysAtHome(FailoverCalls calls, FaultServer first, FaultServer second) {
    int asked = second.requests();
    first.behave(Replies.close());
    assertThatThrownBy(() -> describe(calls)).isInstanceOf(BackendUnavailableException.class);
    assertThat(second.requests()).isEqualTo(asked);
  }

  @Test
  void alias_repointedToARegionalKey_isFoundOutAtHome() {
    StubKms regional = StubKms.of("eu-west-1", StubKms.KEY_ID);
    try (FaultServer first = FaultServer.start(home);
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      describe(calls);
      first.behave(regional);
      describe(calls);
      assertStaysAtHome(calls, first, second);
    }
  }

  @Test
  void alias_thatIsGone_isFoundOutAtHome() {
    try (FaultServer first = FaultServer.start(home);
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      describe(calls);
      first.behave(Replies.error(400, "NotFoundException"));
      assertThatThrownBy(() -> describe(calls)).isInstanceOf(KmsServiceException.class);
      assertStaysAtHome(calls, first, second);
    }
  }

  @Test
  void alias_changedThroughTheSameClient_isForgotten() {
    Map<String, Record> changes =
        Map.of(
            "DeleteAlias", DeleteAlias.Request.of("alias/orders"),
            "UpdateAlias", UpdateAlias.Request.of("alias/orders", StubKms.KEY_ID),
            "CreateAlias", CreateAlias.Request.of("alias/orders", StubKms.KEY_ID));
    for (Map.Entry<String, Record> change : changes.entrySet()) {
      try (FaultServer first = FaultServer.start(home);
          FaultServer second = FaultServer.start(replica);
          FailoverCalls calls = failover(first, second)) {
        describe(calls);
        calls.call(change.getKey(), change.getValue());
        assertStaysAtHome(calls, first, second);
      }
    }
  }

  @Test
  void alias_notConfirmedForAnHour_isForgotten() {
    try (FaultServer first = FaultServer.start(home);
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      describe(calls);
      time.pass(Duration.ofMinutes(61));
      assertStaysAtHome(calls, first, second);
    }
  }

  /** Another Region answers about the key; whether the alias is still its own it cannot know. */
  @Test
  void alias_answeredByTheReplicaForAnHour_isForgotten() {
    try (FaultServer first = FaultServer.start(home);
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      describe(calls);
      first.behave(Replies.close());
      time.pass(Duration.ofMinutes(40));
      describe(calls);
      assertThat(second.requests()).isEqualTo(1);
      time.pass(Duration.ofMinutes(21));
      assertStaysAtHome(calls, first, second);
    }
  }

  @Test
  void dataKey_madeElsewhere_isOpenedElsewhere() {
    try (FaultServer first = FaultServer.start(Replies.close());
        FaultServer second = FaultServer.start(replica);
        FailoverCalls calls = failover(first, second)) {
      GenerateDataKey.Response made =
          (GenerateDataKey.Response)
              calls.call("GenerateDataKey", GenerateDataKey.Request.of(home.arn()));
      Decrypt.Response opened =
          (Decrypt.Response) calls.call("Decrypt", Decrypt.Request.of(made.ciphertextBlob()));
      assertThat(opened.plaintext()).isEqualTo(made.plaintext());
    }
  }
}
