package dev.keyward.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.Decrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.remote.stub.Replies;
import dev.keyward.remote.stub.StubKms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log of everything, with every logger of HttpClient at TRACE. */
class SecrecyTest {
  private static final Path LOG = Path.of("target", "trace.log");

  @Test
  void log_everythingAtTrace_holdsNoKeyNoTokenAndNoSignature() throws IOException {
    assertThat(LoggerFactory.getLogger("org.apache.hc.client5.http.wire").isTraceEnabled())
        .isTrue();
    assertThat(LoggerFactory.getLogger("org.apache.hc.client5.http.headers").isTraceEnabled())
        .isTrue();
    byte[] key;
    try (Fixture fixture = new Fixture()) {
      fixture.environment.set("AWS_SESSION_TOKEN", "CanarySessionToken");
      try (RemoteKms kms = fixture.direct()) {
        GenerateDataKey.Response made =
            kms.generateDataKey(GenerateDataKey.Request.of(StubKms.KEY_ID));
        key = made.plaintext();
        kms.decrypt(Decrypt.Request.of(made.ciphertextBlob()));
        fixture.server.behave(
            Replies.cut(Replies.bytes(200, "{\"Plaintext\":\"CanaryAnswer\"}"), 200));
        try {
          kms.decrypt(Decrypt.Request.of("CanaryCiphertext".getBytes(UTF_8)));
        } catch (RuntimeException e) {
          assertThat(e.toString()).doesNotContain("Canary");
        }
      }
    }
    String log = Files.readString(LOG, ISO_8859_1);
    assertThat(log).as("it is written at all").contains("org.apache.hc.client5");
    assertThat(log)
        .doesNotContain(
            Base64.getEncoder().encodeToString(key),
            HexFormat.of().formatHex(key),
            "CanarySessionToken",
            "CanaryAnswer",
            Base64.getEncoder().encodeToString("CanaryCiphertext".getBytes(UTF_8)),
            "wJalrXUtnFEMI",
            "Signature=",
            "AWS4-HMAC-SHA256");
  }
}
