package dev.keyward.samples.dropin;

import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;

/**
 * Does with handles what cannot be done, without naming a provider, and prints where and how it
 * failed: one line each, {@code name | step | exception | message}. Gets its handles first and then
 * waits for a line, before which keys may be disabled.
 */
final class HandleErrors {
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Map<String, Key> handles = new HashMap<>();
  private String step;

  private HandleErrors() {}

  public static void main(String[] arguments) throws Exception {
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    HandleErrors errors = new HandleErrors();
    for (String alias : arguments) {
      errors.handles.put(alias, keys.getKey(alias, null));
    }
    System.out.println("first | " + Security.getProviders()[0].getName());
    System.in.read();
    errors.report();
  }

  private void report() {
    report("encrypt", () -> encrypt("data"));
    report("sign", () -> sign("signing", "SHA256withECDSA"));
    report("disabled, encrypt", untilRefused(() -> encrypt("data-disabled")));
    report("disabled, sign", untilRefused(() -> sign("signing-disabled", "SHA256withECDSA")));
    report("pending deletion, encrypt", () -> encrypt("data-deleted"));
    report("signing key, encrypt", () -> encrypt("signing"));
    report("EC key, RSA signature", () -> sign("signing", "SHA256withRSA"));
    report("decryption key, sign", () -> sign("rsa-decrypt", "SHA256withRSA"));
  }

  /** The key was disabled by another JVM, which shows within a second. */
  private static Callable<String> untilRefused(Callable<String> attempt) {
    return () -> {
      long started = System.nanoTime();
      String outcome;
      do {
        outcome = attempt.call();
      } while (System.nanoTime() - started < PATIENCE_NANOS);
      return outcome;
    };
  }

  private String encrypt(String alias) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    step = "init";
    cipher.init(Cipher.ENCRYPT_MODE, handles.get(alias));
    step = "doFinal";
    cipher.doFinal(new byte[5]);
    return cipher.getProvider().getName();
  }

  private String sign(String alias, String algorithm) throws Exception {
    Signature signature = Signature.getInstance(algorithm);
    step = "init";
    signature.initSign((PrivateKey) handles.get(alias));
    step = "sign";
    signature.update(new byte[5]);
    signature.sign();
    return signature.getProvider().getName();
  }

  private void report(String name, Callable<String> attempt) {
    String outcome;
    try {
      outcome = "done | " + attempt.call();
    } catch (Exception e) {
      outcome = step + " | " + e.getClass().getSimpleName() + " | " + e.getMessage();
    }
    System.out.println(name + " | " + outcome);
  }
}
