package dev.keyward.samples.clients;

import dev.keyward.KeywardProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.conscrypt.Conscrypt;

/**
 * The managed keys of this JVM, made once: signing keys with certificates of a software CA, and,
 * because stores look like that, keys that no key manager may pick. The provider stands in the
 * JVM's list; {@code keyward.test.position} says where.
 */
final class ManagedKeys {
  /** A P-256 key with a certificate for localhost. */
  static final String EC = "ec";

  /** An RSA key of 2,048 bits with a certificate for localhost. */
  static final String RSA = "rsa";

  /** An RSA key that decrypts, with a certificate for key transport only. */
  static final String RSA_DECRYPT = "rsa-decrypt";

  /** An Ed25519 key with a certificate for localhost. */
  static final String ED25519 = "ed25519";

  /** A key for sealed messages. */
  static final String AES = "aes";

  /** A P-256 key with the certificate of a time stamping authority. */
  static final String TSA = "tsa";

  private static final ManagedKeys INSTANCE = make();

  private final KeyPair authority;
  private final X509Certificate root;
  private final Path home;

  private ManagedKeys(Path home) throws GeneralSecurityException, IOException {
    this.home = home;
    // Before Bouncy Castle or Conscrypt come first: the JDK's generator would ask them and fail.
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    authority = generator.generateKeyPair();
    putProvidersInPlace();
    root = certificate("CN=Test CA", authority.getPublic(), null);
  }

  private static ManagedKeys make() {
    try {
      Path home = Files.createTempDirectory("keyward-clients");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home)));
      ManagedKeys keys = new ManagedKeys(home);
      keys.makeKeys();
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static void remove(Path home) {
    ((KeywardProvider) provider()).close();
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // A folder for temporary files keeps what could not be removed.
    }
  }

  /** Where our provider stands. */
  static String position() {
    return System.getProperty("keyward.test.position", "last");
  }

  private void putProvidersInPlace() {
    KeywardProvider keyward =
        new KeywardProvider()
            .configure(
                "store="
                    + home.resolve("store")
                    + ";root-key=file:"
                    + home.resolve("root/key")
                    + ";certificates="
                    + home.resolve("certificates")
                    + ";audit.directory="
                    + home.resolve("audit")
                    + ";import=true");
    String position = position();
    switch (position) {
      case "last" -> Security.addProvider(keyward);
      case "first" -> Security.insertProviderAt(keyward, 1);
      case "behind-bouncy-castle" -> {
        Security.insertProviderAt(new BouncyCastleProvider(), 1);
        Security.addProvider(keyward);
      }
      case "behind-conscrypt" -> {
        Security.insertProviderAt(Conscrypt.newProvider(), 1);
        Security.addProvider(keyward);
      }
      default -> throw new IllegalArgumentException("not a position: " + position);
    }
  }

  private void makeKeys() throws GeneralSecurityException, IOException {
    store(EC, pair("EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256)));
    store(RSA, pair("RSA", signing(KeySpec.RSA_2048)));
    store(TSA, pair("EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256)));
    store(
        RSA_DECRYPT,
        pair(
            "RSA",
            ManagedKeyParameterSpec.of(KeySpec.RSA_2048)
                .withUsage(dev.keyward.model.KeyUsage.ENCRYPT_DECRYPT)));
    store(ED25519, pair("Ed25519", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_EDWARDS25519)));
    pair("EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P384).withAlias("without-certificate"));
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider());
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias(AES));
    generator.generateKey();
  }

  private static ManagedKeyParameterSpec signing(KeySpec spec) {
    return ManagedKeyParameterSpec.of(spec).withUsage(dev.keyward.model.KeyUsage.SIGN_VERIFY);
  }

  private static KeyPair pair(String algorithm, ManagedKeyParameterSpec spec)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider());
    generator.initialize(spec);
    return generator.generateKeyPair();
  }

  private void store(String alias, KeyPair pair) throws GeneralSecurityException, IOException {
    KeyPurposeId[] purposes =
        switch (alias) {
          case TSA -> new KeyPurposeId[] {KeyPurposeId.id_kp_timeStamping};
          case RSA_DECRYPT -> new KeyPurposeId[] {KeyPurposeId.id_kp_emailProtection};
          default ->
              new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth,
                KeyPurposeId.id_kp_clientAuth,
                KeyPurposeId.id_kp_codeSigning
              };
        };
    X509Certificate leaf = certificate("CN=" + alias, pair.getPublic(), purposes);
    X509Certificate[] chain = {leaf, root};
    open().setKeyEntry(alias, pair.getPrivate(), null, chain);
  }

  private X509Certificate certificate(String name, PublicKey key, KeyPurposeId[] purposes)
      throws GeneralSecurityException, IOException {
    JcaX509v3CertificateBuilder builder = builder(name, key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(purposes == null));
    if (purposes != null) {
      boolean only = purposes.length == 1;
      builder.addExtension(Extension.extendedKeyUsage, only, new ExtendedKeyUsage(purposes));
      GeneralName[] names = {
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1")
      };
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return signed(builder);
  }

  private static JcaX509v3CertificateBuilder builder(String name, PublicKey key) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        new X500Name("CN=Test CA"),
        BigInteger.valueOf(System.nanoTime()),
        Date.from(now.minus(1, ChronoUnit.HOURS)),
        Date.from(now.plus(1, ChronoUnit.DAYS)),
        new X500Name(name),
        key);
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder)
      throws GeneralSecurityException {
    try {
      JcaContentSignerBuilder signer = new JcaContentSignerBuilder("SHA256withECDSA");
      signer.setProvider("SunEC");
      return new JcaX509CertificateConverter()
          .setProvider("SUN")
          .getCertificate(builder.build(signer.build(authority.getPrivate())));
    } catch (org.bouncycastle.operator.OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Moves a software key into the key service, for what its certificate says; a handle is left. */
  static PrivateKey imported(String alias, KeyPair pair, int keyUsage)
      throws GeneralSecurityException, IOException {
    JcaX509v3CertificateBuilder builder = builder("CN=" + alias, pair.getPublic());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
    X509Certificate[] chain = {INSTANCE.signed(builder), root()};
    open().setKeyEntry(alias, pair.getPrivate(), null, chain);
    return privateKey(alias);
  }

  /** The provider in the JVM's list. */
  static Provider provider() {
    return Security.getProvider(KeywardProvider.NAME);
  }

  /** The key store with everything that is in it, as any program opens it. */
  static KeyStore open() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    return keys;
  }

  /** A key store that shows some aliases only, chosen by a descriptor. */
  static KeyStore load(String... aliases) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("KMS");
    try (var in = Files.newInputStream(descriptor(aliases))) {
      keys.load(in, null);
    }
    return keys;
  }

  private static Key key(String alias) {
    try {
      if (INSTANCE == null) {
        throw new IllegalStateException("not made yet");
      }
      return open().getKey(alias, null);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The handle of a key pair. */
  static PrivateKey privateKey(String alias) {
    return (PrivateKey) key(alias);
  }

  /** The handle of a symmetric key. */
  static SecretKey secretKey(String alias) {
    return (SecretKey) key(alias);
  }

  /** The certificates of a key: its own, then the root's. */
  static List<X509Certificate> chain(String alias) {
    try {
      root();
      // The chain of a pair that does not sign is not shown to key managers, only as an entry.
      var entry = (KeyStore.PrivateKeyEntry) open().getEntry(alias, null);
      return Arrays.stream(entry.getCertificateChain()).map(X509Certificate.class::cast).toList();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The public key of a pair, an ordinary key of the JDK. */
  static PublicKey publicKey(String alias) {
    return chain(alias).get(0).getPublicKey();
  }

  static X509Certificate root() {
    return INSTANCE.root;
  }

  /** A descriptor of the key store, for programs that insist on a file. */
  static Path descriptor(String... aliases) {
    StringBuilder text = new StringBuilder("# keyward-keystore 1\n");
    for (String alias : aliases) {
      text.append("alias=").append(alias).append('\n');
    }
    try {
      return Files.writeString(Files.createTempFile(INSTANCE.home, "keys", ".kms"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key store of type PKCS12 that holds the root's certificate only. */
  static KeyStore trusted() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", root());
    return trusted;
  }

  /** The same as a file with the password {@code changeit}. */
  static Path trustedFile() throws GeneralSecurityException, IOException {
    Path file = Files.createTempFile(INSTANCE.home, "trusted", ".p12");
    try (var out = Files.newOutputStream(file)) {
      trusted().store(out, "changeit".toCharArray());
    }
    return file;
  }

  /** Who trusts the root and shows no certificate. */
  static SSLContext trustingContext() throws GeneralSecurityException, IOException {
    return context(null);
  }

  /** Who trusts the root and has all managed keys. */
  static SSLContext context(KeyStore keys) throws GeneralSecurityException, IOException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted());
    KeyManagerFactory manager = KeyManagerFactory.getInstance("SunX509");
    manager.init(keys, null);
    SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
    context.init(keys == null ? null : manager.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
