package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.security.Security;
import java.util.List;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.xml.security.Init;
import org.apache.xml.security.transforms.Transforms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** XML signatures by the JDK and by Santuario, each validated by the other. */
class XmlSignatureTest {
  private static final String EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE;
  private static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
  private static final String RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  private static final String PSS = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";

  static {
    Init.init();
  }

  private static Document document() throws Exception {
    return factory()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader("<order id='7'/>")));
  }

  private static DocumentBuilderFactory factory() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory;
  }

  private static byte[] write(Document document) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(out));
    return out.toByteArray();
  }

  private static Element signature(byte[] xml) throws Exception {
    Document read = factory().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    return (Element) read.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
  }

  private static boolean validatesInTheJdk(byte[] xml, String alias) throws Exception {
    XMLSignatureFactory jdk =
        XMLSignatureFactory.getInstance("DOM", Security.getProvider("XMLDSig"));
    DOMValidateContext context =
        new DOMValidateContext(
            KeySelector.singletonKeySelector(ManagedKeys.publicKey(alias)), signature(xml));
    return jdk.unmarshalXMLSignature(context).validate(context);
  }

  private static boolean validatesInSantuario(byte[] xml, String alias) throws Exception {
    return new org.apache.xml.security.signature.XMLSignature(signature(xml), "")
        .checkSignatureValue(ManagedKeys.publicKey(alias));
  }

  @ParameterizedTest
  @CsvSource({"ec," + ECDSA, "rsa," + RSA, "rsa," + PSS})
  void jdk_signs(String alias, String method) throws Exception {
    XMLSignatureFactory jdk =
        XMLSignatureFactory.getInstance("DOM", Security.getProvider("XMLDSig"));
    Reference reference =
        jdk.newReference(
            "",
            jdk.newDigestMethod(DigestMethod.SHA256, null),
            List.of(jdk.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)),
            null,
            null);
    SignedInfo info =
        jdk.newSignedInfo(
            jdk.newCanonicalizationMethod(EXCLUSIVE, (C14NMethodParameterSpec) null),
            jdk.newSignatureMethod(method, null),
            List.of(reference));
    Document document = document();
    jdk.newXMLSignature(info, null)
        .sign(new DOMSignContext(ManagedKeys.privateKey(alias), document.getDocumentElement()));

    byte[] xml = write(document);
    assertThat(validatesInTheJdk(xml, alias)).isTrue();
    assertThat(validatesInSantuario(xml, alias)).isTrue();
    byte[] altered = new String(xml, UTF_8).replace("id=\"7\"", "id=\"8\"").getBytes(UTF_8);
    assertThat(validatesInSantuario(altered, alias)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"ec," + ECDSA, "rsa," + RSA, "rsa," + PSS})
  void santuario_signs(String alias, String method) throws Exception {
    Document document = document();
    var signature =
        new org.apache.xml.security.signature.XMLSignature(document, "", method, EXCLUSIVE);
    document.getDocumentElement().appendChild(signature.getElement());
    Transforms transforms = new Transforms(document);
    transforms.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
    signature.addDocument("", transforms, DigestMethod.SHA256);
    signature.sign(ManagedKeys.privateKey(alias));

    assertThat(validatesInTheJdk(write(document), alias)).isTrue();
  }
}
