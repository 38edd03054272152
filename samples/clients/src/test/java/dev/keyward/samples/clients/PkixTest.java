package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bouncy Castle's PKIX library makes what PKI makes; the JDK or its own provider checks it. */
class PkixTest {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final byte[] CONTENT = "order 7".getBytes(UTF_8);

  private static ContentSigner signer(String alias, String algorithm) throws Exception {
    return new JcaContentSignerBuilder(algorithm).build(ManagedKeys.privateKey(alias));
  }

  @ParameterizedTest
  @CsvSource({
    "ec, SHA256withECDSA",
    "ec, SHA384withECDSA",
    "rsa, SHA256withRSA",
    "rsa, SHA512withRSA",
    "rsa, SHA256withRSAandMGF1"
  })
  void certificate_ofAnotherKey_isIssued(String alias, String algorithm) throws Exception {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + alias),
            BigInteger.TEN,
            Date.from(now),
            Date.from(now.plus(1, ChronoUnit.HOURS)),
            new X500Name("CN=subject"),
            ManagedKeys.root().getPublicKey());
    X509Certificate issued =
        new JcaX509CertificateConverter()
            .setProvider("SUN")
            .getCertificate(builder.build(signer(alias, algorithm)));

    issued.verify(ManagedKeys.publicKey(alias), verifier(algorithm));
  }

  /** With Bouncy Castle first the JDK calls PSS by a name that only Bouncy Castle has. */
  private static Provider verifier(String algorithm) {
    if (algorithm.endsWith("MGF1")) {
      return BOUNCY_CASTLE;
    }
    return Security.getProvider(algorithm.endsWith("ECDSA") ? "SunEC" : "SunRsaSign");
  }

  @ParameterizedTest
  @CsvSource({"ec, SHA256withECDSA", "rsa, SHA256withRSA"})
  void certificationRequest_isSigned(String alias, String algorithm) throws Exception {
    byte[] request =
        new JcaPKCS10CertificationRequestBuilder(
                new X500Name("CN=" + alias), ManagedKeys.publicKey(alias))
            .build(signer(alias, algorithm))
            .getEncoded();

    assertThat(
            new PKCS10CertificationRequest(request)
                .isSignatureValid(
                    new JcaContentVerifierProviderBuilder()
                        .setProvider(BOUNCY_CASTLE)
                        .build(ManagedKeys.publicKey(alias))))
        .isTrue();
  }

  @Test
  void revocationList_isSigned() throws Exception {
    JcaX509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(ManagedKeys.chain(ManagedKeys.EC).get(0), new Date());
    builder.addCRLEntry(BigInteger.TWO, new Date(), 1);
    X509CRLHolder holder = builder.build(signer(ManagedKeys.EC, "SHA256withECDSA"));
    X509CRL list = new JcaX509CRLConverter().setProvider("SUN").getCRL(holder);

    list.verify(ManagedKeys.publicKey(ManagedKeys.EC), Security.getProvider("SunEC"));
    assertThat(list.getRevokedCertificate(BigInteger.TWO)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"ec, SHA256withECDSA", "rsa, SHA256withRSA", "rsa, SHA256withRSAandMGF1"})
  void cmsMessage_isSigned(String alias, String algorithm) throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(
                new JcaDigestCalculatorProviderBuilder().setProvider(BOUNCY_CASTLE).build())
            .build(signer(alias, algorithm), ManagedKeys.chain(alias).get(0)));
    generator.addCertificates(new JcaCertStore(ManagedKeys.chain(alias)));
    byte[] message = generator.generate(new CMSProcessableByteArray(CONTENT), true).getEncoded();

    CMSSignedData read = new CMSSignedData(message);
    assertThat(read.getSignedContent().getContent()).isEqualTo(CONTENT);
    assertThat(read.getSignerInfos().getSigners()).hasSize(1);
    for (SignerInformation info : read.getSignerInfos().getSigners()) {
      assertThat(
              info.verify(
                  new JcaSimpleSignerInfoVerifierBuilder()
                      .setProvider(BOUNCY_CASTLE)
                      .build(ManagedKeys.publicKey(alias))))
          .isTrue();
    }
  }

  @Test
  void timeStamp_isGranted() throws Exception {
    DigestCalculator sha256 =
        new JcaDigestCalculatorProviderBuilder()
            .build()
            .get(
                new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                    NISTObjectIdentifiers.id_sha256));
    TimeStampTokenGenerator tokens =
        new TimeStampTokenGenerator(
            new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .build(
                    signer(ManagedKeys.TSA, "SHA256withECDSA"),
                    ManagedKeys.chain(ManagedKeys.TSA).get(0)),
            sha256,
            new ASN1ObjectIdentifier("1.2.3.4"));
    tokens.addCertificates(new JcaCertStore(ManagedKeys.chain(ManagedKeys.TSA)));
    TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    TimeStampRequest request =
        requests.generate(
            TSPAlgorithms.SHA256, MessageDigest.getInstance("SHA-256").digest(CONTENT));
    byte[] answer =
        new TimeStampResponseGenerator(tokens, Set.of(TSPAlgorithms.SHA256.getId()))
            .generate(request, BigInteger.ONE, new Date())
            .getEncoded();

    TimeStampResponse response = new TimeStampResponse(answer);
    response.validate(request);
    response
        .getTimeStampToken()
        .validate(
            new JcaSimpleSignerInfoVerifierBuilder()
                .setProvider(BOUNCY_CASTLE)
                .build(ManagedKeys.chain(ManagedKeys.TSA).get(0)));
  }

  @Test
  void certificateOfAKey_isReadByTheJdk() throws Exception {
    byte[] encoded = ManagedKeys.chain(ManagedKeys.EC).get(0).getEncoded();
    var read =
        (X509Certificate)
            CertificateFactory.getInstance("X.509", "SUN")
                .generateCertificate(new ByteArrayInputStream(encoded));
    assertThat(List.of(read)).isEqualTo(ManagedKeys.chain(ManagedKeys.EC).subList(0, 1));
  }
}
