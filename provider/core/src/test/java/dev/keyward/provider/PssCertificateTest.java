package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Certificates, made by Bouncy Castle, that call their RSA key one for RSASSA-PSS (RFC 4055). TLS
 * 1.3 has signature schemes of its own for them (RFC 8446, section 4.2.3).
 */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class PssCertificateTest {
  private static final PSSParameterSpec SHA256 =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  @TempDir Path temporary;
  private Path certificates;
  private KeywardProvider keyward;
  private KeyPair pair;

  @BeforeEach
  void makePair() throws Exception {
    certificates = temporary.toRealPath().resolve("certificates");
    keyward =
        new KeywardProvider()
            .configure(ProviderList.configuration() + ";certificates=" + certificates);
    pair = ProviderList.managedPair(keyward, "RSA", ManagedKeyParameterSpec.of(KeySpec.RSA_2048));
  }

  @AfterEach
  void close() {
    keyward.close();
  }

  private X509Certificate certificate(PSSParameterSpec parameters) throws Exception {
    return issue(pair.getPublic(), parameters);
  }

  private static X509Certificate issue(PublicKey key, PSSParameterSpec parameters)
      throws Exception {
    RSAPublicKey rsa = (RSAPublicKey) key;
    PublicKey pss =
        KeyFactory.getInstance("RSASSA-PSS", JdkProvider.SUN_RSA_SIGN.instance())
            .generatePublic(
                new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent(), parameters));
    return TestCertificates.issue(pss, "pss", TestCertificates.softwarePair(), 0);
  }

  private KeyStore store(Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", keyward);
    store.load(null, null);
    store.setKeyEntry("pss", pair.getPrivate(), null, new Certificate[] {certificate});
    return store;
  }

  @ParameterizedTest
  @CsvSource({"SunX509,TLSv1.2", "SunX509,TLSv1.3", "NewSunX509,TLSv1.2", "NewSunX509,TLSv1.3"})
  void handshake_pssCertificate_works(String manager, String protocol) throws Exception {
    X509Certificate certificate = certificate(null);
    assertHandshake(certificate, manager, protocol);
  }

  @Test
  void handshake_certificateWithParameters_works() throws Exception {
    assertHandshake(certificate(SHA256), "SunX509", "TLSv1.3");
  }

  /** The client offers SHA-256 first; the server has to skip what the certificate forbids. */
  @ParameterizedTest
  @CsvSource({"SHA-384,48,TLSv1.2", "SHA-384,48,TLSv1.3", "SHA-512,64,TLSv1.3"})
  void handshake_certificateThatPrescribesAnotherHash_works(String hash, int salt, String protocol)
      throws Exception {
    PSSParameterSpec prescribed =
        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
    assertHandshake(certificate(prescribed), "SunX509", protocol);
  }

  @Test
  void handle_ofAPssCertificate_refusesWhatTheCertificateForbids() throws Exception {
    PrivateKey handle = (PrivateKey) store(certificate(SHA256)).getKey("pss", null);
    PSSParameterSpec sha512 =
        new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);

    Signature pss = Signature.getInstance("RSASSA-PSS", keyward);
    pss.initSign(handle);
    assertThatThrownBy(() -> pss.setParameter(sha512))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("prescribes RSASSA-PSS with SHA-256");
    Signature before = Signature.getInstance("RSASSA-PSS", keyward);
    before.setParameter(sha512);
    assertThatThrownBy(() -> before.initSign(handle)).isInstanceOf(InvalidKeyException.class);
    Signature fixed = Signature.getInstance("SHA512withRSAandMGF1", keyward);
    assertThatThrownBy(() -> fixed.initSign(handle)).isInstanceOf(InvalidKeyException.class);
    Signature pkcs1 = Signature.getInstance("SHA256withRSA", keyward);
    assertThatThrownBy(() -> pkcs1.initSign(handle))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("RSASSA-PSS only");
    pkcs1.initSign(pair.getPrivate());
  }

  private void assertHandshake(X509Certificate certificate, String manager, String protocol)
      throws Exception {
    try (ProviderList list = new ProviderList().last(keyward)) {
      KeyManagerFactory keys = KeyManagerFactory.getInstance(manager);
      keys.init(store(certificate), null);
      SSLContext server = SSLContext.getInstance("TLS");
      server.init(keys.getKeyManagers(), null, null);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("pss", certificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      TlsPair tls = TlsPair.serverOnly(server, trust.getTrustManagers(), protocol);

      assertThat(tls.exchange("hello")).isEqualTo("hello");
      assertThat(tls.serverCertificate()).isEqualTo(certificate);
      assertThat(tls.serverCertificate().getPublicKey().getAlgorithm()).isEqualTo("RSASSA-PSS");
    }
  }

  @Test
  void handle_isNamedAsTheCertificateNamesItsKey() throws Exception {
    KeyStore store = store(certificate(SHA256));
    PrivateKeyEntry entry = (PrivateKeyEntry) store.getEntry("pss", null);
    assertThat(entry.getPrivateKey().getAlgorithm()).isEqualTo("RSASSA-PSS");
    assertThat(((RSAKey) entry.getPrivateKey()).getParams()).isInstanceOf(PSSParameterSpec.class);
    assertThat(entry.getPrivateKey()).isEqualTo(pair.getPrivate());

    store =
        store(TestCertificates.issue(pair.getPublic(), "rsa", TestCertificates.softwarePair(), 0));
    assertThat(store.getKey("pss", null).getAlgorithm()).isEqualTo("RSA");
    assertThat(((RSAKey) store.getKey("pss", null)).getParams()).isNull();
  }

  @Test
  void handle_ofAPssCertificate_signsSoThatTheCertificateVerifies() throws Exception {
    X509Certificate certificate = certificate(SHA256);
    PrivateKey handle = (PrivateKey) store(certificate).getKey("pss", null);
    try (ProviderList list = new ProviderList().last(keyward)) {
      Signature sign = Signature.getInstance("RSASSA-PSS");
      sign.initSign(handle);
      sign.setParameter(SHA256);
      sign.update(new byte[10]);
      byte[] signed = sign.sign();
      Signature verify = Signature.getInstance("RSASSA-PSS", JdkProvider.SUN_RSA_SIGN.instance());
      verify.initVerify(certificate.getPublicKey());
      verify.setParameter(SHA256);
      verify.update(new byte[10]);
      assertThat(verify.verify(signed)).isTrue();
    }
  }

  @Test
  void certificatePutThereByHand_isRecognised() throws Exception {
    X509Certificate certificate = certificate(null);
    KeyStore store = store(certificate);
    String text =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Files.writeString(certificates.resolve("pss.pem"), text);

    assertThat(store.getCertificateChain("pss")).containsExactly(certificate);
    assertThat(store.getKey("pss", null).getAlgorithm()).isEqualTo("RSASSA-PSS");
  }

  @Test
  void certificateOfAnotherKey_isRefused() throws Exception {
    KeyPair other =
        ProviderList.managedPair(keyward, "RSA", ManagedKeyParameterSpec.of(KeySpec.RSA_2048));
    X509Certificate foreign = issue(other.getPublic(), null);
    assertThatThrownBy(() -> store(foreign))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining("another key");
  }
}
