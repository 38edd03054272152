package dev.keyward.kms.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.secret.SecretBytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
  private static final String ACCESS_KEY = "AKIDEXAMPLE";
  private static final Instant TIME = Instant.parse("2026-01-15T12:00:00Z");
  private static final CredentialScope SCOPE =
      CredentialScope.at(TIME, "us-east-1", CredentialScope.KMS);
  private static final byte[] BODY =
      "{\"KeyId\":\"alias/ExampleAlias\",\"KeySpec\":\"AES_256\"}".getBytes(UTF_8);

  /** The secret of AWS's published examples. */
  private static SecretBytes secret() {
    return SecretBytes.owning("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".getBytes(UTF_8));
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("host", "kms.us-east-1.amazonaws.com");
    headers.put("content-type", "application/x-amz-json-1.1");
    headers.put("x-amz-target", "TrentService.GenerateDataKey");
    return headers;
  }

  private static String signature(Map<String, String> headers) {
    try (SecretBytes secret = secret();
        SigningKey key = SigningKey.derive(secret, SCOPE)) {
      String header = RequestSigner.sign(headers, BODY, ACCESS_KEY, key, TIME).get("authorization");
      return Authorization.parse(header).orElseThrow().signature();
    }
  }

  @Test
  void body_isHashed() {
    assertThat(CanonicalRequest.hash(BODY))
        .isEqualTo("093104f1c3cb43a37e5dcbda62b221231c4eb2e60a77a44bb88267220d9b9cba");
  }

  @Test
  void request_isSignedAsTheReferenceSignerDoes() {
    assertThat(signature(headers()))
        .isEqualTo("2c853654c8ff9da08318e8a6f6e4e1ffbcb7b1b7abe8b19a4f793c5701f96616");
  }

  @Test
  void requestWithSessionToken_isSignedAsTheReferenceSignerDoes() {
    Map<String, String> headers = headers();
    headers.put("x-amz-security-token", "EXAMPLETOKEN");
    assertThat(signature(headers))
        .isEqualTo("a950f52dcca1454cd89a1bd138f2ca7cd03ab252378fae9db66c0391ce4fd408");
  }

  /** From the published test suite of Signature Version 4: get-vanilla and post-vanilla. */
  @ParameterizedTest
  @CsvSource({
    "GET, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
  })
  void vanillaRequest_ofThePublishedSuite_hasItsSignature(String method, String expected) {
    CredentialScope scope = CredentialScope.parse("20150830/us-east-1/service/aws4_request");
    TreeMap<String, String> headers =
        new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"));
    CanonicalRequest request =
        new CanonicalRequest(method, "/", "", headers, CanonicalRequest.hash(new byte[0]));
    try (SecretBytes secret = secret();
        SigningKey key = SigningKey.derive(secret, scope)) {
      assertThat(key.sign(request, "20150830T123600Z")).isEqualTo(expected);
      assertThat(key.verifies(request, "20150830T123600Z", expected)).isTrue();
      assertThat(key.verifies(request, "20150830T123601Z", expected)).isFalse();
    }
  }

  @Test
  void headerValue_isTrimmedAndItsBlanksAreJoined() {
    CanonicalRequest request =
        CanonicalRequest.post(Map.of("a", " \t x  y\tz ", "b", "", "c", "   "), BODY);
    assertThat(request.text()).contains("\na:x y z\nb:\nc:\n\na;b;c\n");
  }

  @Test
  void key_ofAnotherDay_isRefused() {
    try (SecretBytes secret = secret();
        SigningKey key = SigningKey.derive(secret, SCOPE)) {
      Instant tomorrow = Instant.parse("2026-01-16T00:00:00Z");
      assertThatThrownBy(() -> RequestSigner.sign(headers(), BODY, ACCESS_KEY, key, tomorrow))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void key_afterClose_signsNothing() {
    try (SecretBytes secret = secret()) {
      SigningKey key = SigningKey.derive(secret, SCOPE);
      key.close();
      key.close();
      CanonicalRequest request = CanonicalRequest.post(headers(), BODY);
      assertThatThrownBy(() -> key.sign(request, "20260115T120000Z"))
          .isInstanceOf(IllegalStateException.class);
      assertThat(key).hasToString("SigningKey[20260115/us-east-1/kms/aws4_request]");
    }
  }

  @Test
  void header_thatWasWritten_isRead() {
    Authorization written =
        new Authorization(ACCESS_KEY, SCOPE, List.of("host", "x-amz-date"), "ab".repeat(32));
    assertThat(Authorization.parse(written.toString())).contains(written);
    assertThat(Authorization.parse(written.toString().replace(", ", ","))).contains(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA512 CREDENTIAL, HEADERS, SIGNATURE",
        "AWS4-HMAC-SHA256 CREDENTIAL, HEADERS",
        "AWS4-HMAC-SHA256 CREDENTIAL, HEADERS, SIGNATURE, Extra=1",
        "AWS4-HMAC-SHA256 CREDENTIAL, HEADERS, HEADERS, SIGNATURE",
        "AWS4-HMAC-SHA256 CREDENTIAL, SignedHeaders=, SIGNATURE",
        "AWS4-HMAC-SHA256 CREDENTIAL, SignedHeaders=host;host, SIGNATURE",
        "AWS4-HMAC-SHA256 CREDENTIAL, SignedHeaders=x-amz-date;host, SIGNATURE",
        "AWS4-HMAC-SHA256 CREDENTIAL, SignedHeaders=Host, SIGNATURE",
        "AWS4-HMAC-SHA256 CREDENTIAL, HEADERS, Signature=AB",
        "AWS4-HMAC-SHA256 Credential=A/20260115/us-east-1/kms, HEADERS, SIGNATURE",
        "AWS4-HMAC-SHA256 Credential=A/2026011/us-east-1/kms/aws4_request, HEADERS, SIGNATURE",
        "AWS4-HMAC-SHA256 Credential=A/20260115/us-east-1/kms/aws4_reques, HEADERS, SIGNATURE",
        "AWS4-HMAC-SHA256 Credential=/20260115/us-east-1/kms/aws4_request, HEADERS, SIGNATURE",
        "AWS4-HMAC-SHA256 Credential=A, HEADERS, SIGNATURE"
      })
  void header_thatIsNotOfTheForm_isNotRead(String pattern) {
    String header =
        pattern
            .replace("CREDENTIAL", "Credential=A/20260115/us-east-1/kms/aws4_request")
            .replace("HEADERS", "SignedHeaders=host;x-amz-date")
            .replace("SIGNATURE", "Signature=" + "ab".repeat(32));
    assertThat(Authorization.parse(header)).isEmpty();
  }
}
