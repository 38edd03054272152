package dev.keyward.remote.answers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.Sign;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.remote.answers.PublicKeyPins.Pin;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bouncy Castle that fails, and a service that tries to make it fail. */
class MlDsaTest {
  private static final Provider BC = new BouncyCastleProvider();
  private static final byte[] MESSAGE = "sample".getBytes(UTF_8);
  private static final long SEED = 20_261_122;

  private Pin pin;
  private byte[] signature;

  @BeforeEach
  void sign() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44", BC).generateKeyPair();
    Signature engine = Signature.getInstance("ML-DSA-44", BC);
    engine.initSign(pair.getPrivate());
    engine.update(MESSAGE);
    signature = engine.sign();
    pin = new Pin(KeySpec.ML_DSA_44, pair.getPublic().getEncoded(), null);
  }

  private static Sign.Request asked(MessageType type, byte[] message) {
    return Sign.Request.of("key", message, SigningAlgorithm.ML_DSA_SHAKE_256).withMessageType(type);
  }

  private static final Sign.Request RAW = asked(MessageType.RAW, MESSAGE);
  private static final Sign.Request MU = asked(MessageType.EXTERNAL_MU, new byte[64]);

  @Test
  void bouncyCastle_throws_isNotUsedAnyMoreAndCallsNothingWrong() throws Exception {
    boolean isKnownToJdk = Runtime.version().feature() >= 24;
    for (Throwable failure : List.of(new IllegalStateException(), new NoSuchMethodError())) {
      AtomicInteger used = new AtomicInteger();
      MlDsa broken =
          new MlDsa(
              (spec, key, message, isRepresentative, it) -> {
                used.incrementAndGet();
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) failure;
              });
      assertThat(broken.verifies(pin, MU, signature)).isEmpty();
      assertThat(broken.verifies(pin, RAW, signature))
          .isEqualTo(isKnownToJdk ? Optional.of(true) : Optional.empty());
      assertThat(used).hasValue(1);
    }
  }

  @Test
  void bouncyCastle_thatIsHere_isProven() {
    assertThat(LightweightMlDsa.isProven()).isTrue();
  }

  @Test
  void service_answersNonsense_isToldSoWithoutLosingTheVerifier() throws Exception {
    AtomicInteger failed = new AtomicInteger();
    LightweightMlDsa real = new LightweightMlDsa();
    MlDsa verifier =
        new MlDsa(
            (spec, key, message, isRepresentative, it) -> {
              try {
                return real.verifies(spec, key, message, isRepresentative, it);
              } catch (RuntimeException | Error e) {
                failed.incrementAndGet();
                throw e;
              }
            });
    Random random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      byte[] nonsense = signature.clone();
      // The hints at the end are where a length is read.
      int from = random.nextInt(nonsense.length);
      byte[] tail = new byte[nonsense.length - from];
      random.nextBytes(tail);
      System.arraycopy(tail, 0, nonsense, from, tail.length);
      assertThat(verifier.verifies(pin, i % 2 == 0 ? RAW : MU, nonsense))
          .as("seed " + SEED + ", number " + i)
          .contains(false);
    }
    for (int length : new int[] {1, signature.length - 1, signature.length + 1}) {
      assertThat(verifier.verifies(pin, RAW, Arrays.copyOf(signature, length))).contains(false);
    }
    byte[] key = pin.encoded();
    for (byte[] other : List.of(new byte[] {0x30, 0}, Arrays.copyOf(key, key.length - 1))) {
      assertThat(verifier.verifies(new Pin(KeySpec.ML_DSA_44, other, null), RAW, signature))
          .contains(false);
    }
    assertThat(verifier.verifies(new Pin(KeySpec.RSA_2048, key, null), RAW, signature))
        .contains(false);
    assertThat(verifier.verifies(pin, asked(MessageType.EXTERNAL_MU, new byte[3]), signature))
        .contains(false);
    assertThat(failed).hasValue(0);
    assertThat(verifier.verifies(pin, RAW, signature)).contains(true);
  }
}
