package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.doubles.FixedKeySource;
import dev.keyward.doubles.PlainJdkReader;
import dev.keyward.doubles.ScriptedRandom;
import dev.keyward.model.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worked example of MESSAGE-FORMAT.md, section 6; computed there with Python and OpenSSL. */
class SealedMessageKnownAnswerTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] DATA_KEY =
      HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final byte[] SALT = HEX.parseHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
  private static final byte[] IV = HEX.parseHex("b0b1b2b3b4b5b6b7b8b9babb");
  private static final byte[] AAD = ascii("header");
  private static final byte[] PLAINTEXT = ascii("Keyward");
  private static final Map<String, String> CONTEXT = Map.of("purpose", "test");
  private static final byte[] MESSAGE =
      HEX.parseHex(
          "d74b574d0100010012656e637279707465642064617461206b6579"
              + "6813c2b7c100adb0271a0510507c731c78c5ff4e80359ddbeb0031b0164d1c69"
              + "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babb"
              + "2162ca7f91c4e4dc8a00a998e685d2b10649e145e2c6ba");

  private final FixedKeySource source = new FixedKeySource(DATA_KEY, ascii("encrypted data key"));
  private final DataKeyCache cache = new DataKeyCache(CacheLimits.defaults());

  @Test
  void seal_fixedKeySaltAndIv_givesPinnedBytes() {
    MessageSealer sealer =
        new MessageSealer(cache, source, EncryptionContext.of(CONTEXT), new ScriptedRandom(SALT));
    sealer.begin(IV, true);
    sealer.prepare();
    sealer.aad(AAD, 0, AAD.length);
    byte[] out = new byte[sealer.finishSize(PLAINTEXT.length)];
    int written = sealer.finish(PLAINTEXT, 0, PLAINTEXT.length, out, 0);

    assertThat(written).isEqualTo(out.length);
    assertThat(HEX.formatHex(out)).isEqualTo(HEX.formatHex(MESSAGE));
  }

  @Test
  void open_pinnedBytes_givesPlaintext() throws Exception {
    MessageOpener opener = new MessageOpener(cache, source, EncryptionContext.of(CONTEXT));

    assertThat(opener.open(MESSAGE, 0, MESSAGE.length, AAD, IV)).isEqualTo(PLAINTEXT);
  }

  @Test
  void open_messageInsideLargerArray_givesPlaintext() throws Exception {
    byte[] larger = new byte[MESSAGE.length + 20];
    Arrays.fill(larger, (byte) 0x5a);
    System.arraycopy(MESSAGE, 0, larger, 7, MESSAGE.length);
    MessageOpener opener = new MessageOpener(cache, source, EncryptionContext.of(CONTEXT));

    assertThat(opener.open(larger, 7, MESSAGE.length, AAD, null)).isEqualTo(PLAINTEXT);
  }

  @Test
  void plainJdkReader_pinnedBytes_givesPlaintext() throws Exception {
    assertThat(PlainJdkReader.open(MESSAGE, AAD, CONTEXT, encrypted -> DATA_KEY))
        .isEqualTo(PLAINTEXT);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
