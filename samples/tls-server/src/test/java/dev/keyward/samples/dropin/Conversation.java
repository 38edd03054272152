package dev.keyward.samples.dropin;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.security.Key;
import java.security.KeyStore;
import javax.crypto.Cipher;

/**
 * Holds one key handle for its whole life and answers questions, one a line: {@code seal} encrypts
 * with it, {@code names ID} asks whether the alias leads to that key.
 */
final class Conversation {
  private Conversation() {}

  public static void main(String[] arguments) throws Exception {
    String alias = arguments[0];
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    Key handle = keys.getKey(alias, null);
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("ready");
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      String[] words = line.split(" ");
      System.out.println(
          words[0].equals("seal")
              ? seal(handle)
              : keys.getKey(alias, null).equals(keys.getKey(words[1], null)));
    }
  }

  private static String seal(Key handle) throws Exception {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, handle);
      return "sealed " + cipher.doFinal(new byte[5]).length;
    } catch (java.security.ProviderException e) {
      return "refused " + e.getMessage();
    }
  }
}
