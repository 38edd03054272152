package dev.keyward.provider;

import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.cipher.EnvelopeCipher;
import dev.keyward.jca.keygen.KmsEcKeyPairGenerator;
import dev.keyward.jca.keygen.KmsKeyGenerator;
import dev.keyward.jca.keygen.KmsRsaKeyPairGenerator;
import dev.keyward.jca.signature.KmsSignature;
import dev.keyward.jca.signature.SignatureScheme;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.keystore.KmsKeyStore;
import java.util.ArrayList;
import java.util.List;

/** Every service of the provider. Names, aliases and object identifiers are those of the JDK. */
public final class ServiceCatalogue {
  private ServiceCatalogue() {}

  /**
   * Lists the services.
   *
   * @return a new list
   */
  public static List<ServiceEntry> entries() {
    List<ServiceEntry> entries = new ArrayList<>();
    entries.add(
        new ServiceEntry(
            "KeyStore",
            "KMS",
            List.of(),
            null,
            KmsKeyStore.class,
            (runtime, self) -> new KmsKeyStore(runtime)));
    addGenerators(entries);
    addSignatures(entries);
    entries.add(
        new ServiceEntry(
            "Cipher",
            "AES/GCM/NoPadding",
            List.of(),
            // Also handles it cannot use: its refusal says more than the JDK's would.
            KeyHandle.class,
            EnvelopeCipher.class,
            (runtime, self) ->
                new EnvelopeCipher(runtime::dataKeys, runtime::requireOwn, JdkRandom.shared())));
    return entries;
  }

  private static void addGenerators(List<ServiceEntry> entries) {
    entries.add(
        new ServiceEntry(
            "KeyGenerator",
            "AES",
            List.of("2.16.840.1.101.3.4.1", "OID.2.16.840.1.101.3.4.1"),
            null,
            KmsKeyGenerator.class,
            (runtime, self) -> new KmsKeyGenerator(runtime::backend, self)));
    entries.add(
        new ServiceEntry(
            "KeyPairGenerator",
            "RSA",
            List.of(
                "1.2.840.113549.1.1",
                "OID.1.2.840.113549.1.1",
                "1.2.840.113549.1.1.1",
                "OID.1.2.840.113549.1.1.1"),
            null,
            KmsRsaKeyPairGenerator.class,
            (runtime, self) -> new KmsRsaKeyPairGenerator(runtime::backend, self)));
    entries.add(
        new ServiceEntry(
            "KeyPairGenerator",
            "EC",
            List.of("EllipticCurve", "1.2.840.10045.2.1", "OID.1.2.840.10045.2.1"),
            null,
            KmsEcKeyPairGenerator.class,
            (runtime, self) -> new KmsEcKeyPairGenerator(runtime::backend, self)));
  }

  private static void addSignatures(List<ServiceEntry> entries) {
    for (SignatureScheme scheme : SignatureScheme.values()) {
      entries.add(
          new ServiceEntry(
              "Signature",
              scheme.standardName(),
              scheme.aliases(),
              KeyHandle.class,
              KmsSignature.class,
              (runtime, self) -> new KmsSignature(scheme, runtime::owns, self)));
    }
  }
}
