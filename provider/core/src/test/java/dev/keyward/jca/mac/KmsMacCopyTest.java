package dev.keyward.jca.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.Macs;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.security.Key;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is authenticated may be a password or a key, and stays nowhere. */
class KmsMacCopyTest {
  private static final KeyMetadata KEY =
      new KeyMetadata(
          KeyArn.parse(
              "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
          KeySpec.HMAC_256,
          KeyUsage.GENERATE_VERIFY_MAC,
          KeyState.ENABLED,
          KeyOrigin.AWS_KMS,
          "",
          Instant.EPOCH,
          Optional.empty());

  /** Keeps what it was given. */
  private static final class Keeping implements KeyBackend, Macs {
    private byte[] given;
    private byte[] asGiven;
    private boolean isDown;

    @Override
    public String location() {
      return "a test";
    }

    @Override
    public KeyMetadata describe(KeyReference reference) {
      return KEY;
    }

    @Override
    public byte[] generateMac(KeyReference key, KeySpec spec, byte[] message) {
      given = message;
      asGiven = message.clone();
      if (isDown) {
        throw new BackendUnavailableException(Details.of("Unreachable", "down"));
      }
      return new byte[32];
    }

    @Override
    public void close() {}
  }

  @Test
  void doFinal_messageHandedOver_isZeroedAfterwards() throws Exception {
    byte[] message = {1, 2, 3, 4};
    Keeping backend = new Keeping();
    KmsMac mac = new KmsMac(KeySpec.HMAC_256, any -> true, JdkProvider.SUN_JCE.instance());
    mac.engineInit((Key) KeyHandles.of(backend, KEY.arn()), null);
    mac.engineUpdate(message, 0, 4);
    mac.engineDoFinal();
    assertThat(backend.asGiven).isEqualTo(message);
    assertThat(backend.given).isEqualTo(new byte[4]);

    backend.isDown = true;
    mac.engineUpdate(message, 0, 4);
    assertThatThrownBy(mac::engineDoFinal).isInstanceOf(KeywardException.class);
    assertThat(backend.asGiven).isEqualTo(message);
    assertThat(backend.given).isEqualTo(new byte[4]);
    assertThat(message).containsExactly(1, 2, 3, 4);
  }
}
