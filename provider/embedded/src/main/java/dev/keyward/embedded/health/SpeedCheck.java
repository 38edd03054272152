package dev.keyward.embedded.health;

import dev.keyward.embedded.material.EcMaterial;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.kms.Finding;
import dev.keyward.model.KeySpec;
import java.security.SecureRandom;
import java.util.Locale;

/** How fast this JVM signs, and who does it. The key is made for the purpose and forgotten. */
public final class SpeedCheck {
  private static final int WARM_UP = 300;
  private static final int MEASURED = 200;

  private SpeedCheck() {}

  /**
   * Measures P-256.
   *
   * @param random makes the key
   * @return what was found
   */
  public static Finding run(SecureRandom random) {
    try (NewMaterial made = Materials.generate(KeySpec.ECC_NIST_P256, random)) {
      try (EcMaterial key =
          made.stored().read(bytes -> (EcMaterial) Materials.open(KeySpec.ECC_NIST_P256, bytes))) {
        return Finding.ok(
            "P-256 speed",
            String.format(
                Locale.ROOT,
                "%.0f µs a signature, by %s",
                microseconds(key, random),
                key.provider()));
      }
    } catch (RuntimeException e) {
      return Finding.fail(
          "P-256 speed",
          "signing does not work: " + e.getMessage(),
          "Read the log; another version of the JDK may help.");
    }
  }

  private static double microseconds(EcMaterial key, SecureRandom random) {
    byte[] digest = new byte[32];
    sign(key, digest, random, WARM_UP);
    long start = System.nanoTime();
    sign(key, digest, random, MEASURED);
    return (System.nanoTime() - start) / 1000.0 / MEASURED;
  }

  private static void sign(EcMaterial key, byte[] digest, SecureRandom random, int times) {
    for (int i = 0; i < times; i++) {
      digest[0] = (byte) i;
      key.sign(digest, random);
    }
  }
}
