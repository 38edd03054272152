package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import java.io.StringReader;
import java.security.Key;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Collection;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.EncryptedData;
import org.apache.xml.security.encryption.EncryptedKey;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.keys.KeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jose4j.jwe.JsonWebEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What others encrypted with the public key is decrypted with the handle. */
class DecryptionTest {
  private static final String SECRET = "the price is 7";

  private static RSAPublicKey publicKey() {
    return (RSAPublicKey) ManagedKeys.publicKey(ManagedKeys.RSA_DECRYPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA-OAEP-256", "RSA-OAEP"})
  void nimbus_decryptsAToken(String algorithm) throws Exception {
    JWEObject token =
        new JWEObject(
            new JWEHeader(JWEAlgorithm.parse(algorithm), EncryptionMethod.A256GCM),
            new Payload(SECRET));
    token.encrypt(new RSAEncrypter(publicKey()));

    JWEObject read = JWEObject.parse(token.serialize());
    read.decrypt(new RSADecrypter(ManagedKeys.privateKey(ManagedKeys.RSA_DECRYPT)));
    assertThat(read.getPayload()).hasToString(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA-OAEP-256", "RSA-OAEP"})
  void jose4j_decryptsAToken(String algorithm) throws Exception {
    JsonWebEncryption token = new JsonWebEncryption();
    token.setAlgorithmHeaderValue(algorithm);
    token.setEncryptionMethodHeaderParameter("A256GCM");
    token.setPayload(SECRET);
    token.setKey(publicKey());
    String text = token.getCompactSerialization();

    JsonWebEncryption read = new JsonWebEncryption();
    read.setCompactSerialization(text);
    read.setKey(ManagedKeys.privateKey(ManagedKeys.RSA_DECRYPT));
    assertThat(read.getPayload()).isEqualTo(SECRET);
  }

  @Test
  void bouncyCastle_opensACmsEnvelope() throws Exception {
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(
        new JceKeyTransRecipientInfoGenerator(
                ManagedKeys.chain(ManagedKeys.RSA_DECRYPT).get(0),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, new RSAESOAEPparams()))
            .setProvider(new BouncyCastleProvider()));
    byte[] envelope =
        generator
            .generate(
                new CMSProcessableByteArray(SECRET.getBytes(UTF_8)),
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .build())
            .getEncoded();

    Collection<RecipientInformation> recipients =
        new CMSEnvelopedData(envelope).getRecipientInfos().getRecipients();
    assertThat(recipients).hasSize(1);
    byte[] content =
        recipients
            .iterator()
            .next()
            .getContent(
                new JceKeyTransEnvelopedRecipient(ManagedKeys.privateKey(ManagedKeys.RSA_DECRYPT)));
    assertThat(new String(content, UTF_8)).isEqualTo(SECRET);
  }

  @Test
  void santuario_decryptsXml() throws Exception {
    Init.init();
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader("<order>" + SECRET + "</order>")));
    KeyGenerator generator = KeyGenerator.getInstance("AES", "SunJCE");
    generator.init(256);
    Key content = generator.generateKey();
    XMLCipher wrap = XMLCipher.getInstance(XMLCipher.RSA_OAEP);
    wrap.init(XMLCipher.WRAP_MODE, publicKey());
    EncryptedKey wrapped = wrap.encryptKey(document, content);
    XMLCipher encrypt = XMLCipher.getInstance(XMLCipher.AES_256_GCM);
    encrypt.init(XMLCipher.ENCRYPT_MODE, content);
    EncryptedData data = encrypt.getEncryptedData();
    KeyInfo info = new KeyInfo(document);
    info.add(wrapped);
    data.setKeyInfo(info);
    encrypt.doFinal(document, document.getDocumentElement());
    assertThat(document.getElementsByTagName("order").getLength()).isZero();

    XMLCipher decrypt = XMLCipher.getInstance();
    decrypt.init(XMLCipher.DECRYPT_MODE, null);
    decrypt.setKEK(ManagedKeys.privateKey(ManagedKeys.RSA_DECRYPT));
    decrypt.doFinal(document, document.getDocumentElement());
    assertThat(document.getDocumentElement().getTextContent()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-1", "SHA-256"})
  void cipher_decryptsWhatTheJdkEncrypted(String digest) throws Exception {
    OAEPParameterSpec spec =
        new OAEPParameterSpec(
            digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT);
    Cipher encrypt = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    encrypt.init(Cipher.ENCRYPT_MODE, publicKey(), spec);
    byte[] ciphertext = encrypt.doFinal(SECRET.getBytes(UTF_8));

    Cipher decrypt = Cipher.getInstance("RSA/ECB/OAEPWith" + digest + "AndMGF1Padding");
    decrypt.init(Cipher.DECRYPT_MODE, ManagedKeys.privateKey(ManagedKeys.RSA_DECRYPT));
    assertThat(new String(decrypt.doFinal(ciphertext), UTF_8)).isEqualTo(SECRET);
  }
}
