package dev.keyward.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.OutcomeUnknownException;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.RequestId;
import dev.keyward.kms.Tag;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.remote.RemoteAs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CreateKey was carried out, and nobody heard of it. */
class LostAnswersTest {
  private static final CreateKey.Request ASKED =
      CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);

  @TempDir private Path folder;
  private ServedStore served;
  private Relay relay;

  @BeforeEach
  void start() throws Exception {
    served = ServedStore.in(folder.resolve("home"));
    relay = Relay.at("127.0.0.1", 0, served.endpoint().port());
  }

  @AfterEach
  void stop() {
    relay.close();
    served.close();
  }

  private Kms client() {
    return RemoteAs.kms(
        served.settings("endpoint", "http://127.0.0.1:" + relay.port()),
        served.administrator().environment());
  }

  private int keys() {
    return served.kms().listKeys(ListKeys.Request.of()).keys().size();
  }

  @Test
  void createKey_answerLostOnceFromAKnownKeywardEndpoint_makesOneKey() {
    try (Kms kms = client()) {
      kms.listKeys(ListKeys.Request.of());
      relay.loseAnswers(1);

      String key = kms.createKey(ASKED).keyMetadata().keyId();

      assertThat(served.kms().listKeys(ListKeys.Request.of()).keys())
          .singleElement()
          .satisfies(only -> assertThat(only.keyId()).isEqualTo(key));
    }
  }

  @Test
  void createKey_answerLostAndRepeatedByTheCallerWithItsOwnId_makesOneKey() {
    CreateKey.Request named = ASKED.withTags(List.of(new Tag(RequestId.TAG, "order-7")));
    try (Kms kms = client()) {
      relay.loseAnswers(1);
      assertThatThrownBy(() -> kms.createKey(named))
          .as("the client has not met this endpoint before, and does not repeat by itself")
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("keyward:request-id=order-7");
      assertThat(keys()).isEqualTo(1);

      kms.createKey(named);

      assertThat(keys()).isEqualTo(1);
    }
  }
}
