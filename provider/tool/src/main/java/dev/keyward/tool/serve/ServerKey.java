package dev.keyward.tool.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** The private key that the endpoint proves itself with, and its certificates. */
public final class ServerKey {
  /** The alias of the managed key that is made where nobody names one. */
  public static final String OWN_ALIAS = "keyward-endpoint";

  private static final Duration RENEWED_BEFORE = Duration.ofDays(365);
  private static final byte[] CHALLENGE = "keyward endpoint".getBytes(US_ASCII);

  private final PrivateKey key;
  private final X509Certificate[] chain;

  private ServerKey(PrivateKey key, X509Certificate[] chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * A managed key with the certificate that is stored for it.
   *
   * @param provider Keyward, over the store that is served; also in the provider list
   * @param alias without {@code alias/}
   * @return the key
   * @throws GeneralSecurityException if there is no such private key, or no certificate for it
   * @throws IOException if the key store cannot be loaded
   */
  public static ServerKey managed(Provider provider, String alias)
      throws GeneralSecurityException, IOException {
    KeyStore store = keyStore(provider);
    Certificate[] chain = store.getCertificateChain(alias);
    if (chain == null && store.getCertificate(alias) != null && store.isKeyEntry(alias)) {
      throw new GeneralSecurityException(
          "The key of alias \""
              + alias
              + "\" does not sign, and TLS needs one that does. Make one of usage SIGN_VERIFY, for"
              + " example with keytool -genkeypair.");
    }
    if (chain == null || !(store.getKey(alias, null) instanceof PrivateKey key)) {
      throw new GeneralSecurityException(
          "Alias \""
              + alias
              + "\" names no private key with a certificate. Make one, for example with keytool"
              + " -genkeypair, or leave --tls-alias out.");
    }
    return new ServerKey(key, Arrays.copyOf(chain, chain.length, X509Certificate[].class));
  }

  /**
   * The managed key that belongs to the endpoint itself; made, with a certificate of its own, if it
   * is not there or the certificate does not serve for the hosts.
   *
   * @param provider Keyward, over the store that is served; also in the provider list
   * @param hosts names and addresses that clients use
   * @param now the time
   * @return the key
   * @throws GeneralSecurityException if it can be neither found nor made
   * @throws IOException if the key store cannot be loaded
   */
  public static ServerKey own(Provider provider, List<String> hosts, Instant now)
      throws GeneralSecurityException, IOException {
    KeyStore store = keyStore(provider);
    if (store.getCertificate(OWN_ALIAS) instanceof X509Certificate known
        && serves(known, hosts, now)) {
      return managed(provider, OWN_ALIAS);
    }
    KeyPair pair =
        store.getKey(OWN_ALIAS, null) instanceof KeyHandle handle
            ? new KeyPair(KeyHandles.publicKeyOf(handle), (PrivateKey) handle)
            : newPair(provider);
    X509Certificate certificate = SelfSigned.issue(pair, provider, hosts, now);
    store.setKeyEntry(OWN_ALIAS, pair.getPrivate(), null, new Certificate[] {certificate});
    return new ServerKey(pair.getPrivate(), new X509Certificate[] {certificate});
  }

  /** A year before it ends it is replaced: servers run for long. */
  private static boolean serves(X509Certificate certificate, List<String> hosts, Instant now)
      throws GeneralSecurityException {
    if (certificate.getNotAfter().toInstant().isBefore(now.plus(RENEWED_BEFORE))) {
      return false;
    }
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    Set<String> named = new HashSet<>();
    if (names != null) {
      names.forEach(name -> named.add(normalized(String.valueOf(name.get(1)))));
    }
    return hosts.stream().map(ServerKey::normalized).allMatch(named::contains);
  }

  private static String normalized(String host) {
    return host.equals("::1") ? "0:0:0:0:0:0:0:1" : host;
  }

  private static KeyStore keyStore(Provider provider) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("KMS", provider);
    store.load(null, null);
    return store;
  }

  private static KeyPair newPair(Provider provider) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(
        ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256)
            .withAlias(OWN_ALIAS)
            .withDescription("TLS key of keyward serve"),
        JdkRandom.shared());
    return generator.generateKeyPair();
  }

  /**
   * A key of its own from files.
   *
   * @param certificates the server's certificate and those between it and its authority, in PEM
   * @param pkcs8 the private key, unencrypted PKCS #8 in DER; stays the caller's
   * @return the key
   * @throws GeneralSecurityException if they cannot be read or do not belong together
   * @throws IOException if the file cannot be read
   */
  public static ServerKey ofFiles(Path certificates, SecretBytes pkcs8)
      throws GeneralSecurityException, IOException {
    X509Certificate[] chain = read(certificates);
    PrivateKey key = privateKey(chain[0].getPublicKey().getAlgorithm(), pkcs8);
    requirePair(chain[0], key);
    return new ServerKey(key, chain);
  }

  private static X509Certificate[] read(Path file) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate[] chain =
          CertificateFactory.getInstance("X.509", JdkProvider.SUN.instance())
              .generateCertificates(in)
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new GeneralSecurityException(file + " holds no certificate.");
      }
      return chain;
    }
  }

  private static PrivateKey privateKey(String algorithm, SecretBytes pkcs8)
      throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance(algorithm, jdkProvider(algorithm));
    byte[] der = pkcs8.read(byte[]::clone);
    try {
      return factory.generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      // The JDK's text may quote what it could not read.
      throw new GeneralSecurityException(
          "The private key is no " + algorithm + " key in unencrypted PKCS #8.");
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static Provider jdkProvider(String algorithm) {
    JdkProvider provider = algorithm.equals("RSA") ? JdkProvider.SUN_RSA_SIGN : JdkProvider.SUN_EC;
    return provider.instance();
  }

  private static void requirePair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm = certificate.getPublicKey().getAlgorithm();
    String scheme =
        switch (algorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> algorithm;
        };
    Signature signature = Signature.getInstance(scheme, jdkProvider(algorithm));
    signature.initSign(key);
    signature.update(CHALLENGE);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(CHALLENGE);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("The private key does not belong to the certificate.");
    }
  }

  /**
   * The server's side of TLS.
   *
   * @return a context with this key and nothing else
   * @throws GeneralSecurityException if the JDK cannot make one
   */
  public SSLContext context() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS", JdkProvider.SUN_JSSE.instance());
    context.init(new KeyManager[] {new OneKeyManager(key, chain)}, null, JdkRandom.shared());
    return context;
  }

  /**
   * Writes the certificate for clients to trust.
   *
   * @param file where; replaced
   * @throws GeneralSecurityException if it cannot be encoded
   * @throws IOException if it cannot be written
   */
  public void writeCertificate(Path file) throws GeneralSecurityException, IOException {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(chain[0].getEncoded());
    String pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    PrivateFile.write(file, pem.getBytes(US_ASCII));
  }
}
