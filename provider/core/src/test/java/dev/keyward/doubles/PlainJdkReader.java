package dev.keyward.doubles;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A reader written from MESSAGE-FORMAT.md with nothing but the JDK. */
public final class PlainJdkReader {
  private PlainJdkReader() {}

  /** Opens a message; {@code kms} turns an encrypted data key into the data key. */
  public static byte[] open(
      byte[] message, byte[] aad, Map<String, String> context, UnaryOperator<byte[]> kms)
      throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(message);
    if (message.length < 86 || in.getInt() != 0xD74B574D || in.get() != 1 || in.getShort() != 1) {
      throw new AEADBadTagException("not a message of version 1, suite 1");
    }
    int n = in.getShort() & 0xffff;
    if (n < 1 || n > 6144 || message.length < 85 + n) {
      throw new AEADBadTagException("bad length");
    }
    byte[] dataKey = kms.apply(take(in, n));
    byte[] commitment = take(in, 32);
    byte[] fixedHeader = Arrays.copyOf(message, 9 + n + 32);
    byte[] salt = take(in, 16);
    byte[] iv = take(in, 12);
    byte[] expected =
        expand(
            dataKey,
            "Keyward sealed message commitment",
            new byte[] {1, 0, 1},
            sha256(canonical(context)));
    if (!MessageDigest.isEqual(expected, commitment)) {
      throw new AEADBadTagException("commitment");
    }
    byte[] baseKey = expand(dataKey, "Keyward sealed message base key", sha256(fixedHeader));
    byte[] messageKey = expand(baseKey, "Keyward message key", salt);
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    gcm.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(messageKey, "AES"), new GCMParameterSpec(128, iv));
    gcm.updateAAD(aad);
    return gcm.doFinal(take(in, in.remaining()));
  }

  private static byte[] expand(byte[] key, String label, byte[]... info)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(label.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : info) {
      mac.update(part);
    }
    return mac.doFinal(new byte[] {1});
  }

  private static byte[] canonical(Map<String, String> context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TreeMap<>(context)
        .forEach(
            (name, value) -> {
              for (String text : new String[] {name, value}) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.write(utf8.length >>> 8);
                out.write(utf8.length);
                out.writeBytes(utf8);
              }
            });
    return out.toByteArray();
  }

  private static byte[] sha256(byte[] input) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256", "SUN").digest(input);
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
