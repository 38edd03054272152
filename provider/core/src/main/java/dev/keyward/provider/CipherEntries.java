package dev.keyward.provider;

import static dev.keyward.provider.ServiceCatalogue.oid;

import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.cipher.DirectCipher;
import dev.keyward.jca.cipher.EnvelopeCipher;
import dev.keyward.jca.cipher.OaepCipher;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionAlgorithm;
import java.util.ArrayList;
import java.util.List;

/**
 * The ciphers of the catalogue. They declare every handle as theirs, also those they cannot use:
 * their refusal says more than the JDK's would.
 */
final class CipherEntries {
  private CipherEntries() {}

  static void addTo(List<ServiceEntry> entries) {
    entries.add(sealed("AES/GCM/NoPadding", List.of()));
    // The names of the JDK that promise a key of 256 bits, which every managed key has.
    entries.add(sealed("AES_256/GCM/NoPadding", oid("2.16.840.1.101.3.4.1.46")));
    entries.add(sealed("AES", oid("2.16.840.1.101.3.4.1")));
    entries.add(sealed("KmsSealed", List.of()));
    entries.add(direct("KmsDirect", List.of(), DirectCipher.Use.MESSAGES));
    entries.add(direct("AES/KW/NoPadding", List.of("AESWrap"), DirectCipher.Use.KEYS));
    entries.add(
        direct(
            "AES_256/KW/NoPadding",
            with(oid("2.16.840.1.101.3.4.1.45"), "AESWrap_256"),
            DirectCipher.Use.KEYS));
    entries.add(direct("AES/KWP/NoPadding", List.of("AESWrapPad"), DirectCipher.Use.KEYS));
    entries.add(
        direct(
            "AES_256/KWP/NoPadding",
            with(oid("2.16.840.1.101.3.4.1.48"), "AESWrapPad_256"),
            DirectCipher.Use.KEYS));
    entries.add(oaep("OAEPWithSHA-1AndMGF1Padding", "SHA1", EncryptionAlgorithm.RSAES_OAEP_SHA_1));
    entries.add(
        oaep("OAEPWithSHA-256AndMGF1Padding", "SHA256", EncryptionAlgorithm.RSAES_OAEP_SHA_256));
    entries.add(
        new ServiceEntry(
            "Cipher",
            "RSA/ECB/OAEPPadding",
            List.of("RSA/None/OAEPPadding"),
            KeyHandle.class,
            OaepCipher.class,
            (runtime, self) -> OaepCipher.withParameters(runtime::requireOwn)));
  }

  private static List<String> with(List<String> names, String more) {
    List<String> all = new ArrayList<>(names);
    all.add(more);
    return all;
  }

  private static ServiceEntry sealed(String name, List<String> aliases) {
    return new ServiceEntry(
        "Cipher",
        name,
        aliases,
        KeyHandle.class,
        EnvelopeCipher.class,
        (runtime, self) ->
            new EnvelopeCipher(runtime::dataKeys, runtime::requireOwn, JdkRandom.shared()));
  }

  private static ServiceEntry direct(String name, List<String> aliases, DirectCipher.Use use) {
    return new ServiceEntry(
        "Cipher",
        name,
        aliases,
        KeyHandle.class,
        DirectCipher.class,
        (runtime, self) -> new DirectCipher(name, use, runtime::requireOwn));
  }

  /** RSA has no modes: ECB in the JDK and None in Bouncy Castle mean the same. */
  private static ServiceEntry oaep(String padding, String hash, EncryptionAlgorithm algorithm) {
    return new ServiceEntry(
        "Cipher",
        "RSA/ECB/" + padding,
        List.of("RSA/None/" + padding, "RSA/ECB/OAEPWith" + hash + "AndMGF1Padding"),
        KeyHandle.class,
        OaepCipher.class,
        (runtime, self) -> OaepCipher.of(algorithm, runtime::requireOwn));
  }
}
