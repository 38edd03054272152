package dev.keyward.keystore;

import dev.keyward.jdk.JdkProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Makes certificates with whatever signs, a handle included. */
public final class TestCertificates {
  private static final AtomicLong SERIAL = new AtomicLong(1000);

  private TestCertificates() {}

  /** A P-256 key pair of the JDK. */
  public static KeyPair softwarePair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A certificate for localhost, issued by a software key. */
  public static X509Certificate issue(
      PublicKey subject, String name, KeyPair issuer, int extraNames) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA", JdkProvider.SUN_EC.instance());
    return issue(subject, name, issuer.getPrivate(), signature, "SHA256withECDSA", extraNames);
  }

  /** A certificate that its own key signs, through the given provider. */
  public static X509Certificate selfSigned(
      PublicKey subject, String name, PrivateKey key, String algorithm, Provider provider)
      throws Exception {
    return issue(subject, name, key, Signature.getInstance(algorithm, provider), algorithm, 0);
  }

  private static X509Certificate issue(
      PublicKey subject,
      String name,
      PrivateKey key,
      Signature signature,
      String algorithm,
      int extraNames)
      throws Exception {
    X500Name issuerName = new X500Name("CN=" + name);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuerName,
            BigInteger.valueOf(SERIAL.incrementAndGet()),
            Date.from(Instant.now().minusSeconds(3600)),
            Date.from(Instant.now().plusSeconds(86_400)),
            issuerName,
            SubjectPublicKeyInfo.getInstance(subject.getEncoded()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    GeneralName[] names = new GeneralName[1 + extraNames];
    names[0] = new GeneralName(GeneralName.dNSName, "localhost");
    for (int i = 1; i < names.length; i++) {
      names[i] = new GeneralName(GeneralName.dNSName, "host-" + i + ".example");
    }
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    signature.initSign(key);
    byte[] der = builder.build(new JcaSigner(signature, algorithm)).getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", JdkProvider.SUN.instance())
            .generateCertificate(new ByteArrayInputStream(der));
  }

  private static final class JcaSigner implements ContentSigner {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final Signature signature;
    private final String algorithm;

    JcaSigner(Signature signature, String algorithm) {
      this.signature = signature;
      this.algorithm = algorithm;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      try {
        signature.update(content.toByteArray());
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
