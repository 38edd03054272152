package dev.keyward.samples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.ssl.SSLContexts;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * TLS servers and clients whose keys are managed. The other side is the JDK with certificates only.
 */
class TlsTest {

  private static String get(URI url, SSLContext context) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
        .body();
  }

  @ParameterizedTest
  @CsvSource({
    "ec, TLSv1.3",
    "ec, TLSv1.2",
    "rsa, TLSv1.3",
    "rsa, TLSv1.2",
    "ed25519, TLSv1.3",
    "ed25519, TLSv1.2"
  })
  void jsse_servesAndAuthenticatesTheClient(String alias, String protocol) throws Exception {
    assumeFalse(
        alias.equals(ManagedKeys.ED25519) && ManagedKeys.position().equals("behind-bouncy-castle"),
        "With Bouncy Castle first JSSE has no Ed25519, whoever holds the key:"
            + " provider/docs/DIFFERENCES.md");
    SSLContext server = ManagedKeys.context(ManagedKeys.load(alias));
    SSLContext client = ManagedKeys.context(ManagedKeys.load(alias));
    try (HttpsServer started = HttpsServer.start(server, true, protocol)) {
      assertThat(get(started.url(), client)).isEqualTo(protocol + " CN=" + alias);
    }
  }

  /** The store also has keys that cannot sign, and keys without a certificate. */
  @ParameterizedTest
  @CsvSource({"SunX509, TLSv1.3", "SunX509, TLSv1.2", "NewSunX509, TLSv1.3", "NewSunX509, TLSv1.2"})
  void keyManager_thatNamesNoAlias_findsTheOneKeyThatSigns(String algorithm, String protocol)
      throws Exception {
    KeyManagerFactory manager = KeyManagerFactory.getInstance(algorithm);
    manager.init(ManagedKeys.load("rsa", "rsa-decrypt", "without-certificate", "aes"), null);
    SSLContext server = SSLContext.getInstance("TLS", "SunJSSE");
    server.init(manager.getKeyManagers(), null, null);
    try (HttpsServer started = HttpsServer.start(server, false, protocol)) {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(ManagedKeys.trustingContext())
              .build()
              .send(HttpRequest.newBuilder(started.url()).build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo(protocol + " nobody");
      assertThat(answer.sslSession().orElseThrow().getPeerCertificates())
          .isEqualTo(ManagedKeys.chain(ManagedKeys.RSA).toArray());
    }
  }

  @ParameterizedTest
  @CsvSource({"ec, TLSv1.3", "ec, TLSv1.2", "rsa, TLSv1.3", "rsa, TLSv1.2"})
  void bouncyCastleJsse_serves(String alias, String protocol) throws Exception {
    boolean added = Security.addProvider(new BouncyCastleProvider()) > 0;
    try {
      Provider jsse = new BouncyCastleJsseProvider();
      KeyManagerFactory manager = KeyManagerFactory.getInstance("PKIX", jsse);
      manager.init(ManagedKeys.load(alias), null);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", jsse);
      trust.init(ManagedKeys.trusted());
      SSLContext server = SSLContext.getInstance("TLS", jsse);
      server.init(manager.getKeyManagers(), trust.getTrustManagers(), null);
      try (HttpsServer started = HttpsServer.start(server, false, protocol)) {
        assertThat(get(started.url(), ManagedKeys.trustingContext()))
            .isEqualTo(protocol + " nobody");
      }
    } finally {
      if (added) {
        Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
      }
    }
  }

  @Test
  void javaNetHttp_authenticates() throws Exception {
    SSLContext trusting = ManagedKeys.context(ManagedKeys.load(ManagedKeys.EC));
    try (HttpsServer started = HttpsServer.start(trusting, true)) {
      SSLParameters parameters = new SSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.2"});
      HttpClient client =
          HttpClient.newBuilder()
              .sslContext(ManagedKeys.context(ManagedKeys.load(ManagedKeys.RSA)))
              .sslParameters(parameters)
              .build();
      assertThat(
              client
                  .send(HttpRequest.newBuilder(started.url()).build(), BodyHandlers.ofString())
                  .body())
          .isEqualTo("TLSv1.2 CN=rsa");
    }
  }

  @Test
  void apacheHttpClient_authenticates() throws Exception {
    SSLContext context =
        SSLContexts.custom()
            .loadKeyMaterial(ManagedKeys.load(ManagedKeys.EC), null)
            .loadTrustMaterial(ManagedKeys.trusted(), null)
            .build();
    try (HttpsServer started =
            HttpsServer.start(ManagedKeys.context(ManagedKeys.load(ManagedKeys.RSA)), true);
        CloseableHttpClient client =
            HttpClients.custom()
                .setConnectionManager(
                    PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(
                            ClientTlsStrategyBuilder.create().setSslContext(context).buildClassic())
                        .build())
                .build()) {
      String body =
          client.execute(
              new HttpGet(started.url()), answer -> EntityUtils.toString(answer.getEntity()));
      assertThat(body).isEqualTo("TLSv1.3 CN=ec");
    }
  }
}
