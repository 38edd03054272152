package dev.keyward.samples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.apache.kafka.common.security.ssl.SslFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's engine factory, configured as a broker and a client are. */
class KafkaTest {
  @BeforeAll
  static void makeKeys() {
    ManagedKeys.root();
  }

  private static DefaultSslEngineFactory factory(String alias) throws Exception {
    DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
    factory.configure(configuration(alias));
    return factory;
  }

  private static Map<String, Object> configuration(String alias) throws Exception {
    return parsed(
        Map.of(
            SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "KMS",
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, "unused",
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, ManagedKeys.descriptor(alias).toString(),
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PKCS12",
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, ManagedKeys.trustedFile().toString(),
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, "changeit",
            BrokerSecurityConfigs.SSL_CLIENT_AUTH_CONFIG, "required"));
  }

  /** As a property file is read: with Kafka's defaults for what is not said. */
  private static Map<String, Object> parsed(Map<String, String> properties) {
    ConfigDef definition = new ConfigDef();
    SslConfigs.addClientSslSupport(definition);
    Map<String, Object> all = definition.parse(properties);
    properties.forEach(all::putIfAbsent);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void kafka_shakesHandsWithBothSidesManaged(String alias) throws Exception {
    SSLEngine broker = factory(alias).createServerSslEngine("localhost", 9093);
    SSLEngine client = factory(alias).createClientSslEngine("localhost", 9093, "https");
    exchange(client, broker);

    assertThat(broker.getSession().getPeerPrincipal().getName()).isEqualTo("CN=" + alias);
    assertThat(client.getSession().getPeerPrincipal().getName()).isEqualTo("CN=" + alias);
  }

  private static void exchange(SSLEngine client, SSLEngine server) throws Exception {
    ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    ByteBuffer received = ByteBuffer.allocate(1 << 16);
    for (int round = 0; round < 100 && received.position() == 0; round++) {
      step(client, ByteBuffer.wrap(new byte[] {42}), toClient, toServer, received);
      step(server, ByteBuffer.allocate(0), toServer, toClient, received);
    }
    assertThat(received.position()).isEqualTo(1);
  }

  private static void step(
      SSLEngine engine, ByteBuffer plain, ByteBuffer in, ByteBuffer out, ByteBuffer received)
      throws Exception {
    in.flip();
    engine.unwrap(in, received);
    in.compact();
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
    engine.wrap(plain, out);
  }

  /** What a broker does when its configuration is changed while it runs, by Kafka's own code. */
  @Test
  void kafka_reconfiguredWithAnotherKey_showsItsCertificate() throws Exception {
    try (SslFactory broker = new SslFactory(ConnectionMode.SERVER)) {
      Map<String, Object> first = new HashMap<>(configuration("ec"));
      first.put(BrokerSecurityConfigs.SSL_ALLOW_DN_CHANGES_CONFIG, true);
      broker.configure(first);
      assertThat(shownBy(broker)).isEqualTo("CN=ec");

      broker.validateReconfiguration(configuration("rsa"));
      broker.reconfigure(configuration("rsa"));
      assertThat(shownBy(broker)).isEqualTo("CN=rsa");
    }
  }

  private static String shownBy(SslFactory broker) throws Exception {
    SSLEngine client = factory("ec").createClientSslEngine("localhost", 9093, "https");
    exchange(client, broker.createSslEngine("localhost", 9093));
    return client.getSession().getPeerPrincipal().getName();
  }
}
