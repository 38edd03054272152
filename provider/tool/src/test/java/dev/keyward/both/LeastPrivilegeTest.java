package dev.keyward.both;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.failure.KeywardException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeySpec;
import dev.keyward.params.KeyReferenceSpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.provider.ProviderList;
import dev.keyward.provider.TlsPair;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKeyFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Principals with different policies get what they should, over the wire and through the JCA. */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class LeastPrivilegeTest {
  private static final byte[] TEXT = "order 7: two apples".getBytes(UTF_8);

  @TempDir private Path folder;
  private ServedStore served;
  private KeywardProvider administrator;
  private KeyHandle orders;
  private KeyHandle server;
  private X509Certificate certificate;

  @BeforeEach
  void makeKeys() throws Exception {
    served = ServedStore.in(folder.resolve("home"));
    administrator = provider(served.administrator());
    KeyGenerator generator = KeyGenerator.getInstance("AES", administrator);
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("orders"));
    orders = (KeyHandle) generator.generateKey();
    KeyPair pair =
        ProviderList.managedPair(
            administrator, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    server = (KeyHandle) pair.getPrivate();
    certificate =
        TestCertificates.selfSigned(
            pair.getPublic(), "server", pair.getPrivate(), "SHA256withECDSA", administrator);
    keyStore(administrator, "")
        .setKeyEntry("server", pair.getPrivate(), null, new Certificate[] {certificate});
  }

  @AfterEach
  void close() {
    administrator.close();
    served.close();
  }

  private KeywardProvider provider(Login login) throws Exception {
    Path certificates = folder.toRealPath().resolve("certificates");
    return new KeywardProvider()
        .configure(RemoteAsFactory.configuration(served, login) + ";certificates=" + certificates);
  }

  private KeywardProvider provider(String name, String actions, KeyHandle key) throws Exception {
    return provider(served.login(name, ServedStore.allow(actions, key.arn().toString())));
  }

  private static KeyStore keyStore(KeywardProvider provider, String lines) throws Exception {
    KeyStore store = KeyStore.getInstance("KMS", provider);
    byte[] descriptor = ("# keyward-keystore 1\n" + lines).getBytes(US_ASCII);
    store.load(new ByteArrayInputStream(descriptor), null);
    return store;
  }

  private static byte[] seal(KeywardProvider provider, Key key) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(TEXT);
  }

  private static byte[] open(KeywardProvider provider, Key key, byte[] sealed) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(sealed);
  }

  private String shakeHands(KeywardProvider provider) throws Exception {
    try (ProviderList list = new ProviderList().last(provider)) {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(keyStore(provider, "alias=server\n"), null);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("server", certificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new TlsPair(context, context, "TLSv1.3").exchange("hello");
    }
  }

  @Test
  void writerAndReader_overTheWire_getWhatTheirPoliciesSay() {
    String key = orders.arn().toString();
    Login writer = served.login("writer", ServedStore.allow("kms:Encrypt", key));
    Login reader = served.login("reader", ServedStore.allow("kms:Decrypt", key));
    try (Kms writing = served.remote(writer);
        Kms reading = served.remote(reader)) {
      byte[] blob = writing.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
      assertThat(reading.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
      assertDenied("kms:Decrypt", () -> writing.decrypt(Decrypt.Request.of(blob).withKeyId(key)));
      assertDenied("kms:Encrypt", () -> reading.encrypt(Encrypt.Request.of(key, TEXT)));
      assertDenied("kms:DescribeKey", () -> reading.describeKey(DescribeKey.Request.of(key)));
    }
  }

  private static void assertDenied(String permission, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            KmsServiceException.class, e -> assertThat(e.code()).isEqualTo("AccessDeniedException"))
        .hasMessageContaining(permission);
  }

  @Test
  void tlsServer_mayOnlySignWithOneKey_shakesHands() throws Exception {
    try (KeywardProvider tls =
        provider("tls", "kms:DescribeKey kms:GetPublicKey kms:Sign", server)) {
      assertThat(shakeHands(tls)).isEqualTo("hello");
    }
  }

  @Test
  void tlsServer_mayNotSign_isToldWhichPermissionIsMissing() throws Exception {
    try (KeywardProvider tls = provider("tls", "kms:DescribeKey kms:GetPublicKey", server)) {
      assertThatThrownBy(() -> shakeHands(tls))
          .isInstanceOf(SSLException.class)
          .hasStackTraceContaining("kms:Sign");
    }
  }

  @Test
  void tlsServer_mayNotDescribe_isToldWhichPermissionIsMissing() throws Exception {
    try (KeywardProvider tls = provider("tls", "kms:Sign", server)) {
      assertThatThrownBy(() -> shakeHands(tls)).hasStackTraceContaining("kms:DescribeKey");
    }
  }

  @Test
  void cipher_mayOnlyGenerateAndDecrypt_works() throws Exception {
    try (KeywardProvider service =
        provider("service", "kms:DescribeKey kms:GenerateDataKey kms:Decrypt", orders)) {
      Key key = keyStore(service, "").getKey("orders", null);
      byte[] sealed = seal(service, key);
      assertThat(open(service, key, sealed)).isEqualTo(TEXT);
      assertThat(open(administrator, (Key) orders, sealed)).isEqualTo(TEXT);
    }
  }

  /** Exactly two permissions: nothing may be asked about the key, so it is named by its ARN. */
  @Test
  void cipher_mayOnlyGenerateAndDecryptAndNotDescribe_worksByArn() throws Exception {
    String arn = orders.arn().text();
    try (KeywardProvider service = provider("service", "kms:GenerateDataKey kms:Decrypt", orders)) {
      Key stored = keyStore(service, "").getKey(arn, null);
      Key named =
          SecretKeyFactory.getInstance("KMS", service)
              .generateSecret(new KeyReferenceSpec(KeyReference.parse(arn)));
      assertThat(stored).isEqualTo(named).isEqualTo(orders);
      for (Key key : new Key[] {stored, named}) {
        byte[] sealed = seal(service, key);
        assertThat(open(service, key, sealed)).isEqualTo(TEXT);
        assertThat(open(administrator, (Key) orders, sealed)).isEqualTo(TEXT);
      }
    }
  }

  @Test
  void cipher_mayNotDescribeAndNamesAnAlias_isToldWhatIsMissing() throws Exception {
    try (KeywardProvider service = provider("service", "kms:GenerateDataKey kms:Decrypt", orders)) {
      assertThatThrownBy(() -> keyStore(service, "").getKey("orders", null))
          .isInstanceOf(UnrecoverableKeyException.class)
          .hasMessageContaining("kms:DescribeKey");
    }
  }

  /** What was taken for a symmetric key and is none is found out by the service, at each use. */
  @Test
  void cipher_mayNotDescribeAndNamesAKeyPair_isRefusedByTheService() throws Exception {
    try (KeywardProvider service =
        provider("service", "kms:GenerateDataKey kms:Decrypt kms:Encrypt", server)) {
      Key key = keyStore(service, "").getKey(server.arn().text(), null);
      assertThatThrownBy(() -> seal(service, key)).hasMessageContaining("key usage is SIGN_VERIFY");
    }
  }

  @Test
  void cipher_mayNotGenerate_isToldSoAndMayStillRead() throws Exception {
    byte[] sealed = seal(administrator, (Key) orders);
    try (KeywardProvider archive = provider("archive", "kms:DescribeKey kms:Decrypt", orders)) {
      Key key = keyStore(archive, "").getKey("orders", null);
      assertThat(open(archive, key, sealed)).isEqualTo(TEXT);
      assertThatThrownBy(() -> seal(archive, key))
          .isInstanceOf(KeywardException.class)
          .hasMessageContaining("kms:GenerateDataKey");
    }
  }

  @Test
  void cipher_mayNotDecrypt_isToldSo() throws Exception {
    byte[] sealed = seal(administrator, (Key) orders);
    try (KeywardProvider writer =
        provider("writer", "kms:DescribeKey kms:GenerateDataKey", orders)) {
      Key key = keyStore(writer, "").getKey("orders", null);
      seal(writer, key);
      assertThatThrownBy(() -> open(writer, key, sealed)).hasStackTraceContaining("kms:Decrypt");
    }
  }
}
