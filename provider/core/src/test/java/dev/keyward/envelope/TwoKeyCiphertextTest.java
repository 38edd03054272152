package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.doubles.FixedKeySource;
import dev.keyward.model.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * P19 against the real attack: AES-GCM bodies that verify under the message keys of two data keys.
 * Only the commitment stands between them and a second plaintext.
 */
class TwoKeyCiphertextTest {
  private static final long SEED = 1119;
  private static final byte[] ENCRYPTED = {9, 9, 9};
  private static final byte[] IV = new byte[12];
  private static final byte[] SALT = new byte[16];

  @Test
  void open_1000BodiesThatVerifyUnderTwoKeys_acceptsOnlyTheCommittedKey() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    int both = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] first = bytes(random);
      byte[] second = bytes(random);
      byte[] fixed = fixedHeader(first);
      byte[] firstKey = messageKey(first, fixed);
      // A reader may derive from the header it got, or from the header its data key belongs to.
      byte[] secondKey = messageKey(second, i % 2 == 0 ? fixed : fixedHeader(second));
      byte[] body = forge(firstKey, secondKey);
      assertThat(decrypt(firstKey, body)).hasSize(16);
      assertThat(decrypt(secondKey, body)).hasSize(16);

      byte[] message = concat(fixed, SALT, IV, body);
      assertThat(opens(message, first)).isTrue();
      both += opens(message, second) ? 1 : 0;
    }
    assertThat(both).isZero();
  }

  /** One block C with C·(H² + H'²) = L·(H + H') + E(J0) + E'(J0), so that both tags agree. */
  private static byte[] forge(byte[] firstKey, byte[] secondKey) throws Exception {
    long[] h = block(firstKey, new byte[16]);
    long[] g = block(secondKey, new byte[16]);
    long[] lengths = {0, 128};
    byte[] counter = Arrays.copyOf(IV, 16);
    counter[15] = 1;
    long[] mask = block(firstKey, counter);
    long[] right = add(multiply(lengths, add(h, g)), add(mask, block(secondKey, counter)));
    long[] c = multiply(right, invert(add(multiply(h, h), multiply(g, g))));
    long[] tag = add(mask, multiply(add(multiply(c, h), lengths), h));
    return concat(toBytes(c), toBytes(tag));
  }

  private static byte[] fixedHeader(byte[] dataKey) throws Exception {
    byte[] hash = Primitives.sha256(new byte[0]);
    byte[] commitment =
        expand(dataKey, "Keyward sealed message commitment", new byte[] {1, 0, 1}, hash);
    return concat(new byte[] {(byte) 0xD7, 'K', 'W', 'M', 1, 0, 1, 0, 3}, ENCRYPTED, commitment);
  }

  private static byte[] messageKey(byte[] dataKey, byte[] fixed) throws Exception {
    byte[] base = expand(dataKey, "Keyward sealed message base key", Primitives.sha256(fixed));
    return expand(base, "Keyward message key", SALT);
  }

  private static byte[] expand(byte[] key, String label, byte[]... info) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(label.getBytes(StandardCharsets.US_ASCII));
    mac.update(concat(info));
    return mac.doFinal(new byte[] {1});
  }

  private static boolean opens(byte[] message, byte[] dataKey) {
    MessageOpener opener =
        new MessageOpener(
            new DataKeyCache(CacheLimits.defaults()),
            new FixedKeySource(dataKey, ENCRYPTED),
            EncryptionContext.empty());
    try {
      opener.open(message, 0, message.length, new byte[0], null);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    }
  }

  private static byte[] decrypt(byte[] key, byte[] body) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, IV));
    return cipher.doFinal(body);
  }

  private static long[] block(byte[] key, byte[] input) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    java.nio.ByteBuffer out = java.nio.ByteBuffer.wrap(cipher.doFinal(input));
    return new long[] {out.getLong(), out.getLong()};
  }

  /** Multiplication in GF(2^128) as SP 800-38D, section 6.3, writes it. */
  private static long[] multiply(long[] x, long[] y) {
    long[] z = {0, 0};
    long[] v = y.clone();
    for (int i = 0; i < 128; i++) {
      if ((x[i / 64] >>> 63 - i % 64 & 1) == 1) {
        z = add(z, v);
      }
      boolean carry = (v[1] & 1) == 1;
      v[1] = v[1] >>> 1 | v[0] << 63;
      v[0] = v[0] >>> 1 ^ (carry ? 0xE100000000000000L : 0);
    }
    return z;
  }

  /** x to the power of 2^128 − 2. */
  private static long[] invert(long[] x) {
    long[] power = x;
    long[] result = {0x8000000000000000L, 0};
    for (int i = 1; i < 128; i++) {
      power = multiply(power, power);
      result = multiply(result, power);
    }
    return result;
  }

  private static long[] add(long[] a, long[] b) {
    return new long[] {a[0] ^ b[0], a[1] ^ b[1]};
  }

  private static byte[] toBytes(long[] block) {
    return java.nio.ByteBuffer.allocate(16).putLong(block[0]).putLong(block[1]).array();
  }

  private static byte[] concat(byte[]... parts) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }
}
