package dev.keyward.samples.dropin;

import java.security.KeyStore;
import java.util.HexFormat;
import javax.crypto.Cipher;

/** Ten lines that know the JDK only. */
final class Ten {
  private Ten() {}

  public static void main(String[] arguments) throws Exception {
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    boolean encrypts = arguments[0].equals("encrypt");
    byte[] input = encrypts ? arguments[1].getBytes() : HexFormat.of().parseHex(arguments[1]);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(encrypts ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, keys.getKey("ten", null));
    byte[] output = cipher.doFinal(input);
    System.out.println(encrypts ? HexFormat.of().formatHex(output) : new String(output));
  }
}
