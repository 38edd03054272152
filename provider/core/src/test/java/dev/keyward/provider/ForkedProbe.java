package dev.keyward.provider;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What runs in a JVM of its own, with us in its {@code java.security}. Prints {@code OK}. */
final class ForkedProbe {
  private ForkedProbe() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "ordinary" -> ordinaryWork();
      case "tls" -> tlsWithSoftwareKeys();
      case "managed" -> managedKey();
      case "failed" -> failedConfiguration(arguments[1]);
      case "race" -> race();
      case "default-tls" -> defaultTls();
      case "preferred" -> preferredForPss();
      case "old-tls" -> ForkedTls.oldProtocols();
      case "default-type" -> ForkedTls.defaultType(arguments[1].equals("trusts"));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("OK");
  }

  static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  /** Everyday work of an application that has nothing to do with us. */
  private static void ordinaryWork() throws Exception {
    check(MessageDigest.getInstance("SHA-256").digest(new byte[3]).length == 32, "digest");
    new SecureRandom().nextBytes(new byte[16]);
    check(UUID.randomUUID().version() == 4, "uuid");
    SecretKey aes = new SecretKeySpec(new byte[16], "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, aes);
    check(cipher.doFinal(new byte[5]).length == 21, "cipher");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(aes);
    check(mac.doFinal().length == 32, "mac");
    check(KeyGenerator.getInstance("AES").generateKey().getEncoded() != null, "aes key");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    check(pair.getPrivate().getEncoded() != null, "rsa key");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    check(signature.sign().length == 256, "rsa signature");
    pkcs12(pair);
  }

  private static void pkcs12(KeyPair pair) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, "changeit".toCharArray());
    store.load(new ByteArrayInputStream(out.toByteArray()), "changeit".toCharArray());
    check(store.size() == 0 && pair != null, "pkcs12");
  }

  private static void tlsWithSoftwareKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    check(pair.getPrivate().getEncoded() != null, "the key is an ordinary one");
    X509Certificate certificate =
        dev.keyward.keystore.TestCertificates.issue(pair.getPublic(), "localhost", pair, 0);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "changeit".toCharArray();
    store.setKeyEntry("server", pair.getPrivate(), password, new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, password);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("ca", certificate);
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
      check(new TlsPair(context, context, protocol).exchange("x").equals("x"), protocol);
    }
  }

  private static void managedKey() throws Exception {
    check(Security.getProvider("Keyward") != null, "the provider is in the list");
    KeyStore store = KeyStore.getInstance("KMS");
    store.load(null, null);
    check(store.size() == 0, "an empty store");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(
        dev.keyward.params.ManagedKeyParameterSpec.of(dev.keyward.model.KeySpec.ECC_NIST_P256)
            .withAlias("probe"));
    KeyPair pair = generator.generateKeyPair();
    check(pair.getPrivate().getEncoded() == null, "the key is a handle");
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    byte[] signed = signature.sign();
    signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(pair.getPublic());
    check(signature.verify(signed), "the signature verifies");
    check(store.containsAlias("probe"), "the alias is there");
  }

  private static void failedConfiguration(String path) throws Exception {
    ordinaryWork();
    Provider provider = Security.getProvider("Keyward");
    check(provider != null, "the provider stays in the list");
    try {
      KeyStore.getInstance("KMS").load(null, null);
      throw new AssertionError("the configuration is missing, yet the store loads");
    } catch (java.security.ProviderException e) {
      String expected = "config " + path + ": there is no such file.";
      check(e.getMessage().equals(expected), e.getMessage());
    }
    ordinaryWork();
  }

  /** Only system properties name us, as for an application that is dropped in. */
  private static void defaultTls() throws Exception {
    System.setProperty("javax.net.ssl.keyStoreType", "KMS");
    System.setProperty("javax.net.ssl.keyStore", "NONE");
    check(SSLContext.getDefault().createSSLEngine() != null, "the default context");
  }

  /** Some libraries set the parameters before the key, which locks the object to one provider. */
  private static void preferredForPss() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "Keyward");
    generator.initialize(2048);
    KeyPairGenerator software = KeyPairGenerator.getInstance("RSA");
    software.initialize(2048);
    for (KeyPair pair : List.of(generator.generateKeyPair(), software.generateKeyPair())) {
      java.security.spec.PSSParameterSpec parameters =
          new java.security.spec.PSSParameterSpec(
              "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1);
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(parameters);
      signature.initSign(pair.getPrivate());
      byte[] signed = signature.sign();
      Signature verifier = Signature.getInstance("RSASSA-PSS");
      verifier.setParameter(parameters);
      verifier.initVerify(pair.getPublic());
      check(verifier.verify(signed), "PSS");
    }
  }

  /** Sixty-four threads touch providers for the first time, all at once. */
  private static void race() throws Exception {
    int threads = 64;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> results = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int kind = i % 4;
      results.add(
          pool.submit(
              () -> {
                start.await();
                switch (kind) {
                  case 0 -> MessageDigest.getInstance("SHA-256").digest();
                  case 1 -> KeyStore.getInstance("KMS").load(null, null);
                  case 2 -> new SecureRandom().nextBytes(new byte[16]);
                  default -> Security.getAlgorithms("Signature");
                }
                return null;
              }));
    }
    for (Future<?> result : results) {
      result.get(30, TimeUnit.SECONDS);
    }
    pool.shutdown();
    tlsWithSoftwareKeys();
  }
}
