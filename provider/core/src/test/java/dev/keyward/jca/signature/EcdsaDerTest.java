package dev.keyward.jca.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaDerTest {

  @ParameterizedTest
  @ValueSource(strings = {"3006020101020101", "300702020080020101", "3008020200ff02020100"})
  void isExact_shortestFormsOfPositiveIntegers_isTrue(String signature) {
    assertThat(isExact(signature)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "30", // a tag
        "3006020101", // cut
        "300602010102010100", // something behind
        "300702010102010100", // something behind, inside
        "308106020101020101", // long form of a length that fits the short one
        "30800201010201010000", // indefinite length
        "3106020101020101", // a set
        "3006030101020101", // r is a bit string
        "3006020181020101", // r is negative
        "3006020101020180", // s is negative
        "3006020100020101", // r is zero
        "300702020001020101", // r has a zero too many
        "300702010102020001", // s has a zero too many
        "3007028101010201", // long form of the length of r
        "300602000102010101", // r is empty
        "3006020201020101", // r reaches into s
        "3006020101020201", // s reaches over the end
      })
  void isExact_anythingElse_isFalse(String signature) {
    assertThat(isExact(signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0x8b, 0xff})
  void isExact_sequenceOf128BytesAndMore_needsTheLongForm(int size) {
    byte[] signature = new byte[3 + size];
    signature[0] = 0x30;
    signature[1] = (byte) 0x81;
    signature[2] = (byte) size;
    int r = (size - 4) / 2;
    signature[3] = 2;
    signature[4] = (byte) r;
    signature[5] = 1;
    signature[5 + r] = 2;
    signature[6 + r] = (byte) (size - 4 - r);
    signature[7 + r] = 1;
    boolean eachIntegerFits = size - 4 - r < 0x80;

    assertThat(EcdsaDer.isExact(signature)).isEqualTo(eachIntegerFits);
    signature[2]--;
    assertThat(EcdsaDer.isExact(signature)).isFalse();
  }

  private static boolean isExact(String signature) {
    return EcdsaDer.isExact(HexFormat.of().parseHex(signature));
  }
}
