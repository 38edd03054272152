package dev.keyward.both;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.DataKeys;
import dev.keyward.backend.KeyBackend;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.remote.AdjustableTime;
import dev.keyward.remote.RemoteAs;
import dev.keyward.remote.RemoteBackendFactory;
import dev.keyward.secret.DataKey;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Runs in a JVM of its own, whose names of hosts come from a file: three Regions of one store, each
 * with an address of its own; two of them are listed for failover.
 */
final class DarkRegionProbe implements AutoCloseable {
  static final String HOSTS =
      "127.0.0.1 localhost\n"
          + "127.0.0.2 kms.eu-west-1.keyward.test\n"
          + "127.0.0.3 kms.eu-central-1.keyward.test\n"
          + "127.0.0.4 kms.us-east-1.keyward.test\n";

  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final ServedStore served;
  private final Relay home;
  private final Relay replica;
  private final Relay unlisted;
  private final String key;

  private DarkRegionProbe(Path directory) throws IOException {
    served = ServedStore.in(directory);
    int target = served.endpoint().port();
    home = Relay.at("127.0.0.2", 0, target);
    replica = Relay.at("127.0.0.3", home.port(), target);
    unlisted = Relay.at("127.0.0.4", home.port(), target);
    key =
        served
            .kms()
            .createKey(
                CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
                    .withMultiRegion(true))
            .keyMetadata()
            .arn();
    served.kms().replicateKey(ReplicateKey.Request.of(key, "eu-central-1"));
    served.kms().replicateKey(ReplicateKey.Request.of(key, "us-east-1"));
  }

  /** All three Regions have one port at different addresses, and another program may have it. */
  private static DarkRegionProbe at(Path directory) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return new DarkRegionProbe(directory.resolve("home-" + attempt));
      } catch (BindException e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  private BackendSettings settings() {
    return served.settings(
        "endpoint",
        "http://kms.eu-west-1.keyward.test:" + home.port(),
        "endpoint.plain-http",
        "true",
        "regions.failover",
        "eu-west-1,eu-central-1");
  }

  public static void main(String[] arguments) throws Exception {
    try (DarkRegionProbe probe = at(Path.of(arguments[0]))) {
      System.setProperty("aws.accessKeyId", probe.served.administrator().id());
      System.setProperty("aws.secretAccessKey", probe.served.administrator().secretText());
      probe.backendOfTheFactoryGoesElsewhere();
      probe.clientComesBack();
    }
    System.out.println("probe passed");
    System.exit(0);
  }

  /** Home does not answer: the first data key comes from the replica, and opens what home made. */
  private void backendOfTheFactoryGoesElsewhere() throws Exception {
    try (KeyBackend backend = new RemoteBackendFactory().open(settings())) {
      DataKeys dataKeys = backend.require(DataKeys.class);
      EncryptionContext context = EncryptionContext.of(Map.of("order", "7"));
      try (DataKey before = dataKeys.generateDataKey(KeyArn.parse(key), 32, context)) {
        assertThat(home.received()).isPositive();
        assertThat(replica.connections()).isZero();
        home.silent(true);
        long start = System.nanoTime();
        try (DataKey elsewhere = dataKeys.generateDataKey(KeyArn.parse(key), 32, context);
            DataKey opened =
                dataKeys.decryptDataKey(
                    Optional.of(KeyArn.parse(key)), before.encrypted(), context)) {
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          System.out.println("silent home: two calls done after " + took.toMillis() + " ms");
          assertThat(took).isLessThan(LONGEST);
          assertThat(elsewhere.kmsKey().text()).as("as the caller knows it").isEqualTo(key);
          assertThat(opened.kmsKey().text()).isEqualTo(key);
        }
      }
      assertThat(replica.received()).isPositive();
      assertThat(unlisted.connections()).as("a Region nobody listed").isZero();
    }
    home.silent(false);
  }

  /** Home stays unvisited while it is believed dark, and is asked again a minute later. */
  private void clientComesBack() {
    AdjustableTime time = new AdjustableTime();
    GenerateDataKey.Request asked = GenerateDataKey.Request.of(key).withNumberOfBytes(32);
    try (Kms kms = RemoteAs.kms(settings(), served.administrator().environment(), time)) {
      kms.generateDataKey(asked);
      home.silent(true);
      long start = System.nanoTime();
      kms.generateDataKey(asked);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
      home.silent(false);
      int visits = home.received();
      int elsewhere = replica.received();
      kms.generateDataKey(asked);
      assertThat(home.received()).as("it sticks to the replica").isEqualTo(visits);
      assertThat(replica.received()).isGreaterThan(elsewhere);

      time.pass(Duration.ofSeconds(61));
      elsewhere = replica.received();
      kms.generateDataKey(asked);

      assertThat(home.received()).as("it comes back").isGreaterThan(visits);
      assertThat(replica.received()).isEqualTo(elsewhere);
      assertThat(unlisted.connections()).as("a Region nobody listed").isZero();
    }
  }

  @Override
  public void close() {
    home.close();
    replica.close();
    unlisted.close();
    served.close();
  }
}
