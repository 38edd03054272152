package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Calendar;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import net.jsign.AuthenticodeSigner;
import net.jsign.Signable;
import org.apache.jcp.xml.dsig.internal.dom.DOMSignedInfo;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureInterface;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.poifs.crypt.HashAlgorithm;
import org.apache.poi.poifs.crypt.dsig.SignatureConfig;
import org.apache.poi.poifs.crypt.dsig.SignatureInfo;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed documents: PDF by PDFBox, a workbook by POI, a script by Jsign. */
class DocumentsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void pdfbox_signs(String alias) throws Exception {
    Path plain = folder.resolve("plain.pdf");
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.save(plain.toFile());
    }
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    try (PDDocument document = Loader.loadPDF(plain.toFile())) {
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      signature.setSignDate(Calendar.getInstance());
      document.addSignature(signature, (SignatureInterface) content -> cms(content, alias));
      document.saveIncremental(signed);
    }

    byte[] pdf = signed.toByteArray();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDSignature signature = document.getSignatureDictionaries().get(0);
      CMSSignedData message =
          new CMSSignedData(
              new CMSProcessableByteArray(signature.getSignedContent(pdf)),
              message(signature.getContents(pdf)));
      assertThat(verifies(message, ManagedKeys.chain(alias).get(0))).isTrue();
    }
  }

  /** The space for the signature is larger than the signature. */
  private static ContentInfo message(byte[] padded) throws IOException {
    try (ASN1InputStream in = new ASN1InputStream(padded)) {
      return ContentInfo.getInstance(in.readObject());
    }
  }

  private static byte[] cms(InputStream content, String alias) throws IOException {
    String algorithm = alias.equals("ec") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(
                  new JcaContentSignerBuilder(algorithm).build(ManagedKeys.privateKey(alias)),
                  ManagedKeys.chain(alias).get(0)));
      generator.addCertificates(new JcaCertStore(ManagedKeys.chain(alias)));
      return generator
          .generate(new CMSProcessableByteArray(content.readAllBytes()), false)
          .getEncoded();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static boolean verifies(CMSSignedData message, X509Certificate certificate)
      throws Exception {
    return message
        .getSignerInfos()
        .getSigners()
        .iterator()
        .next()
        .verify(
            new JcaSimpleSignerInfoVerifierBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(certificate));
  }

  /** POI asks {@code SunRsaSign} by name, whatever the key; this asks whoever takes the key. */
  private static final class ManagedSignatureInfo extends SignatureInfo {
    @Override
    public String signDigest(DOMSignContext context, DOMSignedInfo signedInfo) {
      try {
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        signedInfo.canonicalize(context, canonical);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(getSignatureConfig().getKey());
        signature.update(canonical.toByteArray());
        return Base64.getEncoder().encodeToString(signature.sign());
      } catch (GeneralSecurityException | XMLSignatureException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void poi_signsAWorkbook() throws Exception {
    File file = folder.resolve("book.xlsx").toFile();
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        var out = Files.newOutputStream(file.toPath())) {
      workbook.createSheet("orders").createRow(0).createCell(0).setCellValue("order 7");
      workbook.write(out);
    }
    SignatureConfig config = new SignatureConfig();
    config.setKey(ManagedKeys.privateKey(ManagedKeys.RSA));
    config.setSigningCertificateChain(ManagedKeys.chain(ManagedKeys.RSA));
    config.setDigestAlgo(HashAlgorithm.sha256);
    try (OPCPackage book = OPCPackage.open(file, PackageAccess.READ_WRITE)) {
      SignatureInfo info = new ManagedSignatureInfo();
      info.setSignatureConfig(config);
      info.setOpcPackage(book);
      info.confirmSignature();
    }

    try (OPCPackage book = OPCPackage.open(file, PackageAccess.READ)) {
      SignatureInfo info = new SignatureInfo();
      info.setSignatureConfig(new SignatureConfig());
      info.setOpcPackage(book);
      assertThat(info.verifySignature()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void jsign_signsAScript(String alias) throws Exception {
    Path script = folder.resolve("hello.ps1");
    Files.write(script, "Write-Host Hello\r\n".getBytes(UTF_8));
    try (Signable signable = Signable.of(script.toFile())) {
      new AuthenticodeSigner(
              ManagedKeys.chain(alias).toArray(X509Certificate[]::new),
              ManagedKeys.privateKey(alias))
          .withTimestamping(false)
          .sign(signable);
    }

    try (Signable signable = Signable.of(script.toFile())) {
      assertThat(signable.getSignatures()).hasSize(1);
      assertThat(
              verifies(
                  new CMSSignedData(signable.getSignatures().get(0).getEncoded()),
                  ManagedKeys.chain(alias).get(0)))
          .isTrue();
    }
  }
}
