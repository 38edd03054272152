package dev.keyward.jca.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.keyward.doubles.CipherFixture;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P11: after the cache is closed, a dump of the live heap shows no key in any of its forms. */
class HeapTraceTest {
  private static final byte MASK = 0x5a;

  @TempDir Path directory;

  @Test
  void close_afterUse_leavesNoKeyInTheLiveHeap() throws Exception {
    CipherFixture keyward = new CipherFixture();
    Cipher sealing = keyward.encrypting();
    Cipher opening = keyward.decrypting();
    byte[] message = sealing.doFinal(new byte[10_000]);
    opening.doFinal(message);
    byte[][] masked = maskedKeys(keyward, message);
    assertThat(hits(dump("before"), masked)).as("the search finds keys in use").isPositive();

    keyward.cache.close();
    // Unreachable copies are not what this looks for (the test makes some itself); see the POM.
    System.gc();

    assertThat(hits(dump("after-1"), masked)).isZero();
    assertThat(hits(dump("after-2"), masked)).isZero();
    assertThat(sealing.getIV()).as("the ciphers are still there").isNotNull();
    assertThat(opening.getBlockSize()).isEqualTo(16);
  }

  /** Data key, base key and message key, hidden from the search; the clear ones are wiped. */
  private static byte[][] maskedKeys(CipherFixture keyward, byte[] message) throws Exception {
    byte[] dataKey = keyward.backend.clearDataKeys.get(0);
    int n = (message[7] & 0xff) << 8 | message[8] & 0xff;
    byte[] fixed = Arrays.copyOf(message, 41 + n);
    byte[] salt = Arrays.copyOfRange(message, 41 + n, 57 + n);
    byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(fixed);
    byte[] baseKey = expand(dataKey, "Keyward sealed message base key", hash);
    byte[] messageKey = expand(baseKey, "Keyward message key", salt);
    byte[][] masked = new byte[3][];
    byte[][] clear = {dataKey, baseKey, messageKey};
    for (int i = 0; i < 3; i++) {
      masked[i] = mask(clear[i]);
      Arrays.fill(clear[i], (byte) 0);
    }
    return masked;
  }

  private static byte[] expand(byte[] key, String label, byte[] info) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(label.getBytes(StandardCharsets.US_ASCII));
    mac.update(info);
    return mac.doFinal(new byte[] {1});
  }

  private byte[] dump(String name) throws Exception {
    Path file = directory.resolve(name + ".hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), true);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private static int hits(byte[] dump, byte[][] maskedKeys) {
    int hits = 0;
    for (byte[] maskedKey : maskedKeys) {
      byte[] key = mask(maskedKey);
      byte[][] forms = {
        Arrays.copyOf(key, 16),
        Arrays.copyOfRange(key, 16, 32),
        Arrays.copyOf(wordSwapped(key), 16),
        HexFormat.of().formatHex(key, 0, 16).getBytes(StandardCharsets.US_ASCII),
        Arrays.copyOf(Base64.getEncoder().encode(key), 20)
      };
      for (byte[] form : forms) {
        hits += contains(dump, form) ? 1 : 0;
        Arrays.fill(form, (byte) 0);
      }
      Arrays.fill(key, (byte) 0);
    }
    return hits;
  }

  private static boolean contains(byte[] dump, byte[] form) {
    int last = dump.length - form.length;
    for (int i = 0; i <= last; i++) {
      if (dump[i] == form[0]
          && dump[i + 1] == form[1]
          && Arrays.equals(dump, i, i + form.length, form, 0, form.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] wordSwapped(byte[] key) {
    byte[] swapped = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      swapped[i] = key[i / 4 * 4 + 3 - i % 4];
    }
    return swapped;
  }

  private static byte[] mask(byte[] bytes) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= MASK;
    }
    return masked;
  }
}
