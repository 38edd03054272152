package dev.keyward.samples.dropin;

import java.lang.management.ManagementFactory;
import java.security.KeyStore;
import javax.crypto.Cipher;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Encrypts twice, and prints what the tools for MBeans see of it. */
final class Seen {
  private Seen() {}

  public static void main(String[] arguments) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    KeyStore store = KeyStore.getInstance("KMS");
    store.load(null, null);
    for (int i = 0; i < 2; i++) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, store.getKey("ten", null));
      cipher.doFinal(new byte[1]);
    }
    for (ObjectName name : server.queryNames(new ObjectName("dev.keyward:*"), null)) {
      System.out.println(
          name.getKeyProperty("type") + " fetched " + server.getAttribute(name, "Misses"));
    }
  }
}
