package dev.keyward.samples.dropin;

import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;

/** Does ordinary work, then uses the provider for the first time, and prints how that ended. */
final class FirstUse {
  private FirstUse() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("digest " + MessageDigest.getInstance("SHA-256").digest().length);
    boolean listed = false;
    for (Provider provider : Security.getProviders()) {
      listed |= provider.getName().equals("Keyward");
    }
    System.out.println("listed " + listed);
    try {
      KeyStore store = KeyStore.getInstance("KMS");
      store.load(null, null);
      System.out.println("opened with " + store.size() + " entries");
    } catch (java.security.ProviderException e) {
      System.out.println("ProviderException " + e.getMessage());
    }
    System.out.println("others " + KeyStore.getInstance("PKCS12").getProvider().getName());
  }
}
