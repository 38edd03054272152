package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.endpoint.EndpointFixture.Login;
import dev.keyward.endpoint.WireClient.Reply;
import dev.keyward.endpoint.WireClient.Signing;
import dev.keyward.identity.AccessKey;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows B73 to B82: requests that are not as they should be, and what they are answered with. */
class EndpointRequestsTest {
  @TempDir static Path home;
  private static final StringWriter LOG = new StringWriter();
  private static EndpointFixture fixture;
  private static WireClient client;
  private static String keyArn;
  private static String signingKey;

  @BeforeAll
  static void start() throws IOException {
    fixture = new EndpointFixture(home, settings -> settings.withAccessLog(LOG));
    client = fixture.client();
    keyArn = created("{}");
    signingKey = created("{\"KeySpec\":\"ECC_NIST_P256\",\"KeyUsage\":\"SIGN_VERIFY\"}");
  }

  @AfterAll
  static void stop() {
    fixture.close();
    assertThat(LOG.toString()).doesNotContain("SECRETTEXT").contains("\"operation\":\"CreateKey\"");
  }

  private static String created(String body) {
    Reply reply = client.call("CreateKey", body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return (String) ((Map<?, ?>) reply.json().get("KeyMetadata")).get("Arn");
  }

  private static Reply refused(Reply reply, int status, String code) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.code()).as(reply.body()).isEqualTo(code);
    assertThat(reply.headers()).containsKeys("x-amzn-requestid", "date");
    assertThat(reply.body()).doesNotContain("\tat ").doesNotContain("java.");
    return reply;
  }

  private static Reply refused(Reply reply, String code) {
    return refused(reply, 400, code);
  }

  private static String request(Map<String, String> headers) {
    return WireClient.request(headers, "{}");
  }

  private static Map<String, String> listKeys() {
    return client.signed("ListKeys", "{}");
  }

  // What is right

  @Test
  void answer_success_hasTheHeadersOfTheProtocol() {
    Reply reply = client.call("ListKeys", "{}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers())
        .containsEntry("content-type", "application/x-amz-json-1.1")
        .containsKeys("x-amzn-requestid", "date", "content-length");
    assertThat(reply.body()).contains(keyArn);
  }

  @Test
  void answer_operationWithoutOutput_isEmpty() {
    Reply reply =
        client.call("UpdateKeyDescription", "{\"KeyId\":\"" + keyArn + "\",\"Description\":\"x\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void region_ofTheScope_decidesWhereKeysAre() {
    Map<String, String> headers =
        client.sign(
            client.headers("ListKeys"),
            "{}".getBytes(UTF_8),
            new Signing(Instant.now(), "us-gov-west-1", "kms"));

    Reply reply = client.send(request(headers));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).doesNotContain(keyArn);
  }

  @Test
  void body_inChunks_isRead() {
    Map<String, String> headers = listKeys();
    String raw =
        WireClient.request(headers, "")
            .replace("content-length: 0", "transfer-encoding: chunked")
            .concat("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");

    assertThat(client.send(raw).status()).isEqualTo(200);
  }

  @Test
  void expectation_toGoOn_isMet() {
    String raw = request(listKeys()).replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");

    assertThat(client.send(raw).status()).isEqualTo(200);
    assertThat(client.send(raw.replace("100-continue", "coffee")).status()).isEqualTo(417);
  }

  // B73

  @Test
  void signature_none_isMissingAuthenticationToken() {
    Map<String, String> headers = listKeys();
    headers = new TreeMap<>(headers);
    headers.remove("authorization");

    refused(client.send(request(headers)), "MissingAuthenticationTokenException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic YTpi",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b/c",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260115/eu-west-1/kms/aws4_request, SignedHeaders=host",
        "AWS4-ECDSA-P256-SHA256 Credential=A/20260115/eu-west-1/kms/aws4_request,"
            + " SignedHeaders=host, Signature=00"
      })
  void signature_malformed_isIncomplete(String value) {
    Map<String, String> headers = new TreeMap<>(listKeys());
    headers.put("authorization", value);

    refused(client.send(request(headers)), "IncompleteSignatureException");
  }

  @Test
  void accessKey_unknownOrInactive_isUnrecognized() {
    Login other = fixture.login("other", EndpointFixture.ALLOW_ALL);
    WireClient others = new WireClient(fixture.endpoint().port(), other);
    assertThat(others.call("ListKeys", "{}").status()).isEqualTo(200);

    fixture.administration().accessKeys().setStatus(other.id(), AccessKey.Status.INACTIVE);
    refused(others.call("ListKeys", "{}"), "UnrecognizedClientException");

    fixture.administration().accessKeys().delete(other.id());
    refused(others.call("ListKeys", "{}"), "UnrecognizedClientException");
  }

  @Test
  void sessionToken_any_isUnrecognized() {
    Map<String, String> headers = client.headers("ListKeys");
    headers.put("x-amz-security-token", "EXAMPLETOKEN");

    refused(
        client.send(request(client.sign(headers, "{}".getBytes(UTF_8), Signing.now()))),
        "UnrecognizedClientException");
  }

  @Test
  void signature_ofAnotherSecret_isInvalid() {
    Login other = fixture.login("another", EndpointFixture.ALLOW_ALL);
    Login mixed =
        new Login(fixture.administrator().id(), fixture.administrator().userArn(), other.secret());

    Reply reply = new WireClient(fixture.endpoint().port(), mixed).call("ListKeys", "{}");

    assertThat(refused(reply, "InvalidSignatureException").message())
        .startsWith("The request signature we calculated does not match");
  }

  @Test
  void presignedQuery_isRefused() {
    Map<String, String> headers = new TreeMap<>(listKeys());
    headers.remove("authorization");
    String raw =
        request(headers)
            .replace("POST / ", "POST /?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00 ");

    refused(client.send(raw), "UnknownOperationException");
  }

  // B74

  @ParameterizedTest
  @CsvSource({"-360,Signature expired: ", "360,Signature not yet current: "})
  void date_sixMinutesOff_isInvalid(int seconds, String text) {
    Map<String, String> headers =
        client.sign(
            client.headers("ListKeys"),
            "{}".getBytes(UTF_8),
            Signing.at(Instant.now().plusSeconds(seconds)));

    assertThat(refused(client.send(request(headers)), "InvalidSignatureException").message())
        .startsWith(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {-280, 280})
  void date_withinTheWindow_counts(int seconds) {
    Map<String, String> headers =
        client.sign(
            client.headers("ListKeys"),
            "{}".getBytes(UTF_8),
            Signing.at(Instant.now().plusSeconds(seconds)));

    assertThat(client.send(request(headers)).status()).isEqualTo(200);
  }

  @Test
  void scope_otherDay_isInvalid() {
    Map<String, String> headers = new TreeMap<>(listKeys());
    String day = headers.get("x-amz-date").substring(0, 8);
    headers.compute("authorization", (name, value) -> value.replace("/" + day + "/", "/20200101/"));

    assertThat(refused(client.send(request(headers)), "InvalidSignatureException").message())
        .startsWith("Date in Credential scope does not match");
  }

  @ParameterizedTest
  @CsvSource({"eu-west-1,s3", "nowhere,kms", "eu-west-,kms"})
  void scope_otherServiceOrNoRegion_isInvalid(String region, String service) {
    Map<String, String> headers =
        client.sign(
            client.headers("ListKeys"),
            "{}".getBytes(UTF_8),
            new Signing(Instant.now(), region, service));

    assertThat(refused(client.send(request(headers)), "InvalidSignatureException").message())
        .startsWith("Credential should be scoped to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20261399T000000Z", "2026-01-15T12:00:00Z", "now", ""})
  void date_noTime_isIncomplete(String date) {
    Map<String, String> headers = new TreeMap<>(listKeys());
    headers.put("x-amz-date", date);

    refused(client.send(request(headers)), "IncompleteSignatureException");
  }

  // B75

  @ParameterizedTest
  @ValueSource(strings = {"host", "x-amz-target", "x-amz-date"})
  void header_notCovered_isIncomplete(String name) {
    Map<String, String> headers = new TreeMap<>(listKeys());
    headers.compute(
        "authorization",
        (header, value) ->
            value
                .replaceFirst("(SignedHeaders=|;)" + name + "(;|,)", "$1$2")
                .replace(";;", ";")
                .replace("=;", "=")
                .replace(";,", ","));

    assertThat(refused(client.send(request(headers)), "IncompleteSignatureException").message())
        .contains("'" + name + "'");
  }

  @Test
  void amazonHeader_addedOnTheWay_isIncomplete() {
    Map<String, String> headers = new TreeMap<>(listKeys());
    headers.put("x-amz-mfa", "yes");

    refused(client.send(request(headers)), "IncompleteSignatureException");
  }

  @Test
  void body_changedOnTheWay_isInvalid() {
    refused(
        client.send(WireClient.request(listKeys(), "{\"Limit\":1}")), "InvalidSignatureException");
  }

  @Test
  void bodyHash_notOfTheBody_isInvalid() {
    Map<String, String> headers = client.headers("ListKeys");
    headers.put("x-amz-content-sha256", "UNSIGNED-PAYLOAD");

    refused(
        client.send(request(client.sign(headers, "{}".getBytes(UTF_8), Signing.now()))),
        "InvalidSignatureException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "x-amz-target", "x-amz-date", "authorization"})
  void header_twice_isIncomplete(String name) {
    Map<String, String> headers = listKeys();
    String raw =
        request(headers).replace("\r\n\r\n", "\r\n" + name + ": " + headers.get(name) + "\r\n\r\n");

    refused(client.send(raw), "IncompleteSignatureException");
  }

  @Test
  void header_folded_isMalformed() {
    String raw = request(listKeys()).replace("x-amz-target: ", "x-amz-target:\r\n ");

    assertThat(client.send(raw).status()).isEqualTo(400);
  }

  @Test
  void target_changedOnTheWay_isInvalid() {
    String raw = request(listKeys()).replace("TrentService.ListKeys", "TrentService.ListAliases");

    refused(client.send(raw), "InvalidSignatureException");
  }

  // B76

  @ParameterizedTest
  @ValueSource(strings = {"Nothing", "", "listKeys", "ListKeys "})
  void operation_unknown_isRefused(String name) {
    Map<String, String> headers = client.headers("x");
    headers.put("x-amz-target", "TrentService." + name + (name.endsWith(" ") ? "x" : ""));

    refused(
        client.send(request(client.sign(headers, "{}".getBytes(UTF_8), Signing.now()))),
        "UnknownOperationException");
  }

  @Test
  void contentType_other_isRefused() {
    Map<String, String> headers = client.headers("ListKeys");
    headers.put("content-type", "application/json");

    refused(
        client.send(request(client.sign(headers, "{}".getBytes(UTF_8), Signing.now()))),
        "UnknownOperationException");
  }

  @Test
  void contentType_withCharset_isAccepted() {
    Map<String, String> headers = client.headers("ListKeys");
    headers.put("content-type", "application/x-amz-json-1.1; charset=utf-8");

    assertThat(
            client
                .send(request(client.sign(headers, "{}".getBytes(UTF_8), Signing.now())))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"})
  void method_other_is405WithoutBody(String method) {
    Reply reply = client.send(method + " / HTTP/1.1\r\nhost: x\r\n\r\n");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.headers()).containsEntry("allow", "POST");
  }

  @Test
  void path_other_isUnknownOperation() {
    refused(
        client.send(request(listKeys()).replace("POST / ", "POST /admin ")),
        "UnknownOperationException");
  }

  // B77

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "nothing", "{", "{}x", "{} {}", "null", "{\"Limit\":1,\"Limit\":2}"})
  void body_noJsonObject_isSerialization(String body) {
    refused(client.call("ListKeys", body), "SerializationException");
  }

  @Test
  void body_jsonBomb_isSerialization() {
    refused(
        client.call("ListKeys", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
        "SerializationException");
    refused(
        client.call("ListKeys", "{\"a\":[" + "1,".repeat(200_000) + "1]}"),
        "SerializationException");
  }

  @Test
  void body_overAMebibyte_is413() {
    String head =
        WireClient.request(listKeys(), "").replace("content-length: 0", "content-length: 1048577");

    Reply reply = client.send(head);

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.headers()).containsEntry("connection", "close");
  }

  @Test
  void body_ofAMebibyte_isRead() {
    String body = "{\"Unknown\":\"" + "x".repeat((1 << 20) - 14) + "\"}";
    assertThat(body.getBytes(UTF_8)).hasSize(1 << 20);

    assertThat(client.call("ListKeys", body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 2\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked\r\ncontent-length: 2",
        "content-length: 2\r\ncontent-length: 2",
        "content-length: 2\r\ncontent-length: 3",
        "content-length: +2",
        "content-length: 2, 2",
        "content-length: 0x2",
        "content-length: -1",
        "content-length: ",
        "content-length: 99999999999999999999",
        "transfer-encoding: gzip, chunked",
        "transfer-encoding: chunked\r\ntransfer-encoding: chunked",
        "transfer-encoding: identity",
        "transfer-encoding: \tchunkedx",
        "content-length : 2",
        " content-length: 2"
      })
  void length_ambiguous_is400AndClosed(String header) throws IOException {
    String first = WireClient.request(listKeys(), "").replace("content-length: 0", header) + "{}";
    // A second request in the same bytes: it must not be taken for one.
    byte[] both = (first + request(listKeys())).getBytes(UTF_8);

    try (var socket = client.open()) {
      socket.getOutputStream().write(both);
      var in = new java.io.BufferedInputStream(socket.getInputStream());

      Reply reply = WireClient.read(in).orElseThrow();

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.headers()).containsEntry("connection", "close");
      assertThat(WireClient.read(in)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST  / HTTP/1.1\r\n\r\n",
        "POST /\r\n\r\n",
        "POST / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\n: no name\r\n\r\n",
        "POST / HTTP/1.1\r\nx: a\rb\r\n\r\n",
        "POST / HTTP/1.1\r\nx: a\u0000b\r\n\r\n",
        "POST / HTTP/1.1\r\nx: \u00fc\r\n\r\n",
        "P\u0001ST / HTTP/1.1\r\n\r\n",
        "\u0016\u0003\u0001\u0002\n\n"
      })
  void head_malformed_is400(String raw) {
    assertThat(client.send(raw).status()).isEqualTo(400);
  }

  @Test
  void version_other_is505() {
    assertThat(client.send("POST / HTTP/3.0\r\n\r\n").status()).isEqualTo(505);
  }

  @Test
  void head_tooLongOrTooManyHeaders_is431() {
    String line = "x: " + "a".repeat(17_000) + "\r\n\r\n";
    String lines = "x: a\r\n".repeat(101) + "\r\n";
    String total = ("x: " + "a".repeat(500) + "\r\n").repeat(40) + "\r\n";

    for (String headers : new String[] {line, lines, total}) {
      assertThat(client.send("POST / HTTP/1.1\r\n" + headers).status()).isEqualTo(431);
    }
    assertThat(client.send("POST /" + "a".repeat(17_000)).status()).isEqualTo(431);
  }

  // B78

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "DescribeKey|{}|ValidationException|keyId",
        "DescribeKey|{\"KeyId\":7}|SerializationException|keyId",
        "DescribeKey|{\"KeyId\":null}|ValidationException|keyId",
        "DescribeKey|{\"KeyId\":\"\\ud800\"}|SerializationException|keyId",
        "Encrypt|{\"KeyId\":\"a\",\"Plaintext\":\"SECRETTEXT!\"}|SerializationException|plaintext",
        "Encrypt|{\"KeyId\":\"a\",\"Plaintext\":\"YQ\"}|SerializationException|plaintext",
        "Encrypt|{\"KeyId\":\"a\",\"Plaintext\":\"YQ==\",\"EncryptionContext\":{\"a\":1}}"
            + "|SerializationException|encryptionContext",
        "Encrypt|{\"KeyId\":\"a\",\"Plaintext\":\"YQ==\",\"EncryptionContext\":{\"\\udc00\":\"\"}}"
            + "|SerializationException|",
        "ListKeys|{\"Limit\":1e400}|SerializationException|limit",
        "ListKeys|{\"Limit\":\"1\"}|SerializationException|limit",
        "ListKeys|{\"Limit\":1.5}|SerializationException|limit",
        "ListKeys|{\"Limit\":99999999999}|SerializationException|",
        "CreateKey|{\"KeySpec\":\"DES\"}|ValidationException|keySpec"
      })
  void member_wrong_isNamed(String operation, String body, String code, String member) {
    Reply reply = refused(client.call(operation, body), code);

    assertThat(reply.message()).contains(member == null ? "" : member).doesNotContain("SECRET");
  }

  // B79

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "Encrypt|\"Plaintext\":\"\"",
        "Encrypt|\"Plaintext\":\"@4097\"",
        "Decrypt|\"CiphertextBlob\":\"@6145\"",
        "GenerateDataKey|\"NumberOfBytes\":0",
        "GenerateDataKey|\"NumberOfBytes\":1025",
        "ScheduleKeyDeletion|\"PendingWindowInDays\":6",
        "ScheduleKeyDeletion|\"PendingWindowInDays\":31",
        "EnableKeyRotation|\"RotationPeriodInDays\":89",
        "EnableKeyRotation|\"RotationPeriodInDays\":2561",
        "GenerateDataKey|\"KeySpec\":\"AES_256\",\"GrantTokens\":[@11]",
        "ListGrants|\"Limit\":0",
        "ListGrants|\"Limit\":101"
      })
  void limit_exceeded_isValidation(String operation, String members) {
    String filled =
        members
            .replace("@4097", base64(4097))
            .replace("@6145", base64(6145))
            .replace("@11", "\"t\",".repeat(10) + "\"t\"");

    refused(
        client.call(operation, "{\"KeyId\":\"" + keyArn + "\"," + filled + "}"),
        "ValidationException");
  }

  @Test
  void keyIdAndLimit_tooLong_isValidation() {
    refused(
        client.call("DescribeKey", "{\"KeyId\":\"" + "a".repeat(2049) + "\"}"),
        "ValidationException");
    refused(client.call("ListKeys", "{\"Limit\":0}"), "ValidationException");
    refused(client.call("ListKeys", "{\"Limit\":1001}"), "ValidationException");
  }

  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  // B80

  @Test
  void ciphertext_alteredForeignOrOtherContext_isRefused() {
    String blob = encrypted(keyArn);
    byte[] bytes = Base64.getDecoder().decode(blob);
    bytes[bytes.length - 1] ^= 1;
    String altered = Base64.getEncoder().encodeToString(bytes);

    refused(decrypt(altered, ""), "InvalidCiphertextException");
    refused(decrypt(blob, ",\"EncryptionContext\":{\"a\":\"b\"}"), "InvalidCiphertextException");
    refused(decrypt(base64(200), ""), "InvalidCiphertextException");
    String other = created("{}");
    refused(decrypt(blob, ",\"KeyId\":\"" + other + "\""), "IncorrectKeyException");
    assertThat(decrypt(blob, "").body()).contains("\"Plaintext\":\"U0VDUkVU\"");
  }

  private static String encrypted(String key) {
    Reply reply = client.call("Encrypt", "{\"KeyId\":\"" + key + "\",\"Plaintext\":\"U0VDUkVU\"}");
    return (String) reply.json().get("CiphertextBlob");
  }

  private static Reply decrypt(String blob, String more) {
    return client.call("Decrypt", "{\"CiphertextBlob\":\"" + blob + "\"" + more + "}");
  }

  // B81

  @Test
  void key_inAnyWrongCondition_isRefusedAsTheApiDoes() {
    String disabled = created("{}");
    client.call("DisableKey", "{\"KeyId\":\"" + disabled + "\"}");
    String deleted = created("{}");
    client.call("ScheduleKeyDeletion", "{\"KeyId\":\"" + deleted + "\"}");

    refused(generate(client, disabled), "DisabledException");
    refused(generate(client, deleted), "KMSInvalidStateException");
    refused(generate(client, signingKey), "InvalidKeyUsageException");
    refused(generate(client, "alias/nowhere"), "NotFoundException");
  }

  private static Reply generate(WireClient who, String key) {
    return who.call("GenerateDataKey", "{\"KeyId\":\"" + key + "\",\"KeySpec\":\"AES_256\"}");
  }

  @Test
  void permission_none_isDeniedAlikeForKeysOfOtherAccounts() {
    Login nobody =
        fixture.login("nobody", EndpointFixture.ALLOW_ALL.replace("kms:*", "kms:GenerateRandom"));
    WireClient theirs = new WireClient(fixture.endpoint().port(), nobody);
    String foreign = keyArn.replace(EndpointFixture.ACCOUNT, "444455556666");
    String missing = foreign.replaceAll("[0-9a-f]{12}$", "000000000000");

    Reply denied = refused(generate(theirs, keyArn), "AccessDeniedException");
    assertThat(denied.json().get("Message").toString())
        .startsWith("User: " + nobody.userArn() + " is not authorized to perform:");
    String text = refused(generate(client, foreign), "AccessDeniedException").message();
    assertThat(refused(generate(client, missing), "AccessDeniedException").message())
        .isEqualTo(text.replace(foreign, missing));
    assertThat(theirs.call("GenerateRandom", "{\"NumberOfBytes\":8}").status()).isEqualTo(200);
  }

  /** A message of no bytes is one too, for RSA-OAEP. */
  @Test
  void decrypt_nothingUnderOaep_isAnsweredWithNothing() throws Exception {
    String key = created("{\"KeySpec\":\"RSA_2048\",\"KeyUsage\":\"ENCRYPT_DECRYPT\"}");
    Object encoded =
        client.call("GetPublicKey", "{\"KeyId\":\"" + key + "\"}").json().get("PublicKey");
    PublicKey publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode((String) encoded)));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, publicKey);
    String blob = Base64.getEncoder().encodeToString(cipher.doFinal());

    Reply reply =
        client.call(
            "Decrypt",
            "{\"KeyId\":\"%s\",\"CiphertextBlob\":\"%s\",\"EncryptionAlgorithm\":\"RSAES_OAEP_SHA_1\"}"
                .formatted(key, blob));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("Plaintext")).isEqualTo("");
  }

  // B82

  @Test
  void marker_forged_isInvalid() {
    refused(client.call("ListKeys", "{\"Marker\":\"AAAA\"}"), "InvalidMarkerException");
  }

  @Test
  void circumstances_sourceAndAgentAndTransport_reachThePolicy() {
    Login guarded =
        fixture.login(
            "guarded",
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:ListKeys\",\"Resource\":\"*\","
                + "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"127.0.0.0/8\"},"
                + "\"StringEquals\":{\"aws:UserAgent\":\"right\"},"
                + "\"Bool\":{\"aws:SecureTransport\":\"false\"}}}}");
    WireClient theirs = new WireClient(fixture.endpoint().port(), guarded);
    String right = request(theirs.signed("ListKeys", "{}"));

    assertThat(theirs.send(right.replace("\r\n\r\n", "\r\nuser-agent: right\r\n\r\n")).status())
        .isEqualTo(200);
    refused(
        theirs.send(right.replace("\r\n\r\n", "\r\nuser-agent: wrong\r\n\r\n")),
        "AccessDeniedException");
  }

  @Test
  void health_unsigned_isUp() {
    Reply reply = client.send("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void connection_reused_servesRequestAfterRequest() throws IOException {
    try (var socket = client.open()) {
      var in = new java.io.BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < 5; i++) {
        socket.getOutputStream().write(request(listKeys()).getBytes(UTF_8));
        assertThat(WireClient.read(in).orElseThrow().status()).isEqualTo(200);
      }
      byte[] three = request(listKeys()).repeat(3).getBytes(UTF_8);
      socket.getOutputStream().write(three);
      for (int i = 0; i < 3; i++) {
        assertThat(WireClient.read(in).orElseThrow().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void replay_withinTheWindow_isAnswered() {
    String raw = request(listKeys());

    assertThat(client.send(raw).status()).isEqualTo(200);
    assertThat(client.send(raw).status()).isEqualTo(200);
    assertThat(SignatureCheck.WINDOW).isEqualTo(Duration.ofMinutes(5));
  }
}
