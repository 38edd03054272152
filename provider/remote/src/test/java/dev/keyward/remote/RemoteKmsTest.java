package dev.keyward.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.Sign;
import dev.keyward.kms.sigv4.Authorization;
import dev.keyward.kms.sigv4.CanonicalRequest;
import dev.keyward.kms.sigv4.SigningKey;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.remote.stub.FaultServer.Request;
import dev.keyward.remote.stub.Replies;
import dev.keyward.remote.stub.StubKms;
import dev.keyward.secret.SecretBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RemoteKmsTest {

  @Test
  void calls_rightServer_giveItsAnswers() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      assertThat(kms.describeKey(DescribeKey.Request.of("alias/orders")).keyMetadata().arn())
          .isEqualTo(fixture.stub.arn());
      GenerateDataKey.Response made =
          kms.generateDataKey(GenerateDataKey.Request.of(StubKms.KEY_ID).withNumberOfBytes(32));
      Decrypt.Response opened =
          kms.decrypt(Decrypt.Request.of(made.ciphertextBlob()).withKeyId(fixture.stub.arn()));
      assertThat(opened.plaintext()).isEqualTo(made.plaintext());
      assertThat(
              kms.sign(
                      Sign.Request.of(
                          StubKms.KEY_ID, "m".getBytes(UTF_8), SigningAlgorithm.ECDSA_SHA_256))
                  .signature())
          .isNotEmpty();
      kms.createAlias(CreateAlias.Request.of("alias/orders", StubKms.KEY_ID));
      assertThat(fixture.stub.calls("CreateAlias")).isEqualTo(1);
    }
  }

  @Test
  void decrypt_nothingUnderOaep_isNothing() {
    EncryptionAlgorithm oaep = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(
          Replies.json(
              200,
              "{\"KeyId\":\"%s\",\"Plaintext\":\"\",\"EncryptionAlgorithm\":\"%s\"}"
                  .formatted(fixture.stub.arn(), oaep)));
      Decrypt.Request asked = Decrypt.Request.of(new byte[256]).withKeyId(StubKms.KEY_ID);
      assertThat(kms.decrypt(asked.withEncryptionAlgorithm(oaep)).plaintext()).isEmpty();
    }
  }

  @Test
  void request_signed_isWhatTheServiceVerifies() {
    AtomicReference<Request> seen = new AtomicReference<>();
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      fixture.server.behave(
          (request, socket, server) -> {
            seen.set(request);
            return fixture.stub.handle(request, socket, server);
          });
      kms.describeKey(DescribeKey.Request.of("alias/orders"));
      assertThat(verifies(seen.get())).isTrue();
      assertThat(seen.get().line()).isEqualTo("POST / HTTP/1.1");
      assertThat(seen.get().headers())
          .containsEntry("accept-encoding", "identity")
          .containsEntry("x-amz-target", "TrentService.DescribeKey");
      assertThat(seen.get().text()).isEqualTo("{\"KeyId\":\"alias/orders\"}");
    }
  }

  private static boolean verifies(Request request) {
    Authorization header =
        Authorization.parse(request.headers().get("authorization")).orElseThrow();
    Map<String, String> signed = new HashMap<>();
    header.signedHeaders().forEach(name -> signed.put(name, request.headers().get(name)));
    assertThat(signed).containsKeys("host", "content-type", "x-amz-target", "x-amz-date");
    assertThat(header.scope().toString()).isEqualTo("20260115/eu-west-1/kms/aws4_request");
    try (SecretBytes secret =
            SecretBytes.owning("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".getBytes(UTF_8));
        SigningKey key = SigningKey.derive(secret, header.scope())) {
      return key.verifies(
          CanonicalRequest.post(signed, request.body()),
          signed.get("x-amz-date"),
          header.signature());
    }
  }

  @Test
  void client_notUsed_opensNothing() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      assertThat(kms.health().getStatus()).isEqualTo("UP");
      assertThat(fixture.server.connections()).isZero();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> !before.contains(thread))
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("keyward"));
    }
  }

  @Test
  void connection_manyCalls_isOne() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      for (int i = 0; i < 20; i++) {
        kms.describeKey(DescribeKey.Request.of("alias/orders"));
      }
      assertThat(fixture.server.connections()).isEqualTo(1);
    }
  }
}
