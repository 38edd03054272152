package dev.keyward.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.model.KeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs8AlgorithmTest {
  private static final long SEED = 20261122;

  @ParameterizedTest
  @CsvSource({
    "30140201003010 06072a8648ce3d020106052b8104000a, ECC_SECG_P256K1",
    "300f020101300b 0609608648016503040312, ML_DSA_65",
    "3082000f020100300b 0609608648016503040403, ML_KEM_1024",
    "81140201003010 06072a8648ce3d020106052b8104000a, ",
    "30140201023010 06072a8648ce3d020106052b8104000a, ",
    "30140202003010 06072a8648ce3d020106052b8104000a, ",
    "30140201008110 06072a8648ce3d020106052b8104000a, ",
    "3014020100308110 06072a8648ce3d020106052b8104000a, ",
    "30140201003010 06072a8648ce3d020106052b81040021, ",
    "30140201003011 06072a8648ce3d020106052b8104000a, "
  })
  void specOf_head_isWhatItsIdentifierSays(String hex, KeySpec expected) {
    byte[] der = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(Pkcs8Algorithm.specOf(der).orElse(null)).isEqualTo(expected);
  }

  @Test
  void specOf_cutAnywhere_isNoneOfOurs() {
    byte[] whole = HexFormat.of().parseHex("3014020100301006072a8648ce3d020106052b8104000a");
    for (int length = 0; length < whole.length; length++) {
      assertThat(Pkcs8Algorithm.specOf(Arrays.copyOf(whole, length))).as("%d", length).isEmpty();
    }
  }

  @Test
  void specOf_randomBytes_neverThrows() {
    Random random = new Random(SEED);
    System.out.println("seed " + SEED);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = 0x30;
      }
      assertThat(Pkcs8Algorithm.specOf(bytes)).isEmpty();
    }
  }
}
