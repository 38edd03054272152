package dev.keyward.embedded.customstore;

import dev.keyward.embedded.customstore.TokenException.Reason;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Instances of the JDK's SunPKCS11 provider, each for one token. They are never added to the list
 * of providers: no application reaches a custom key store's token through them.
 */
final class Pkcs11Provider {
  private static final String BASE = "SunPKCS11";
  private static final String MODULE = "jdk.crypto.cryptoki";
  private static final AtomicInteger COUNT = new AtomicInteger();

  /**
   * Keys are made for this session first and copied into the token under their label: a crash in
   * between leaves nothing behind.
   */
  private static final String ATTRIBUTES =
      """
      attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
        CKA_TOKEN = false
        CKA_PRIVATE = true
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_ENCRYPT = true
        CKA_DECRYPT = true
        CKA_WRAP = false
        CKA_UNWRAP = false
      }
      """;

  private Pkcs11Provider() {}

  static Provider of(TokenLocation location) throws TokenException {
    // The two leading hyphens say that this is the configuration and not the path of one.
    String configuration =
        "--name=keyward"
            + COUNT.incrementAndGet()
            + "\nlibrary=\""
            + location.library()
            + "\"\n"
            + slot(location)
            + "\n"
            + ATTRIBUTES;
    try {
      return base().configure(configuration);
    } catch (ProviderException | InvalidParameterException | LinkageError e) {
      Reason reason = Pkcs11Errors.ofConnecting(e);
      throw new TokenException(
          reason, "Cannot open the PKCS #11 token" + reported(e) + ". Check library and slot.", e);
    }
  }

  private static String slot(TokenLocation location) {
    if (location.slot() instanceof TokenLocation.SlotId id) {
      return "slot=" + id.number();
    }
    return "slotListIndex=" + ((TokenLocation.SlotIndex) location.slot()).index();
  }

  static String reported(Throwable failure) {
    return Pkcs11Errors.name(failure).map(name -> " (" + name + ")").orElse("");
  }

  private static Provider base() throws TokenException {
    Provider found = Security.getProvider(BASE);
    if (found == null || !MODULE.equals(found.getClass().getModule().getName())) {
      throw new TokenException(
          Reason.NOT_FOUND,
          "This Java runtime has no PKCS #11 provider of the JDK. Start it with the module "
              + MODULE
              + " (--add-modules="
              + MODULE
              + ") and keep SunPKCS11 in java.security.");
    }
    return found;
  }
}
