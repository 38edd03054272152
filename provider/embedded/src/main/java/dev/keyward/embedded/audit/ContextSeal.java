package dev.keyward.embedded.audit;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces the values of encryption contexts by an HMAC over name and value: enough to see that two
 * calls used the same value, and nothing more.
 */
final class ContextSeal implements AutoCloseable {
  private static final String HMAC = "HmacSHA256";
  private static final int SHOWN_BYTES = 16;
  private static final int KEY_BYTES = 32;

  /** A new one costs several times what using it costs. */
  private static final int MAX_IDLE = 16;

  private final SecretBytes key;
  private final boolean clear;
  private final ArrayBlockingQueue<Mac> idle = new ArrayBlockingQueue<>(MAX_IDLE);

  ContextSeal(SecretBytes key, AuditSettings.ContextValues values) {
    this.key = key;
    this.clear = values == AuditSettings.ContextValues.CLEAR;
  }

  /** The same values with those of encryption contexts sealed, at any depth. */
  Map<String, Object> apply(Map<String, Object> values) {
    if (values == null || clear || !holdsContext(values)) {
      return values;
    }
    Map<String, Object> sealed = new LinkedHashMap<>();
    values.forEach((name, value) -> sealed.put(name, apply(name, value)));
    return sealed;
  }

  private Object apply(String name, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, Object> sealed = new LinkedHashMap<>();
    map.forEach(
        (inner, element) ->
            sealed.put(
                (String) inner,
                isContext(name)
                    ? seal((String) inner, String.valueOf(element))
                    : apply((String) inner, element)));
    return sealed;
  }

  private static boolean holdsContext(Map<?, ?> values) {
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      if (entry.getValue() instanceof Map<?, ?> map
          && (isContext((String) entry.getKey()) || holdsContext(map))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isContext(String name) {
    return name.toLowerCase(Locale.ROOT).contains("encryptioncontext");
  }

  private String seal(String name, String value) {
    Mac mac = idle.poll();
    if (mac == null) {
      mac = key.read(ContextSeal::keyed);
    }
    mac.update(name.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    byte[] tag = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
    if (key.isClosed() || !idle.offer(mac)) {
      forget(mac);
    }
    return "hmac:"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(tag, SHOWN_BYTES));
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no HMAC-SHA-256", e);
    }
  }

  /** Puts another key in the place of ours. */
  private static void forget(Mac mac) {
    try {
      mac.init(new SecretKeySpec(new byte[KEY_BYTES], HMAC));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("HMAC refused a key", e);
    }
  }

  @Override
  public void close() {
    key.close();
    for (Mac mac = idle.poll(); mac != null; mac = idle.poll()) {
      forget(mac);
    }
  }
}
