package dev.keyward.provider;

import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeywardKey;
import dev.keyward.jca.agreement.KmsKem;
import dev.keyward.jca.agreement.KmsKeyAgreement;
import dev.keyward.jca.keyfactory.KmsKeyFactory;
import dev.keyward.jca.keyfactory.KmsSecretKeyFactory;
import dev.keyward.jca.mac.KmsMac;
import dev.keyward.jca.random.KmsSecureRandom;
import dev.keyward.jca.signature.KmsSignature;
import dev.keyward.jca.signature.SignatureScheme;
import dev.keyward.keystore.KmsKeyStore;
import dev.keyward.model.KeySpec;
import java.util.ArrayList;
import java.util.List;

/** Every service of the provider. Names, aliases and object identifiers are those of the JDK. */
public final class ServiceCatalogue {
  private ServiceCatalogue() {}

  /**
   * Lists the services that are registered in the usual way.
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
    GeneratorEntries.addTo(entries);
    CipherEntries.addTo(entries);
    addSignatures(entries);
    addMacs(entries);
    addAgreements(entries);
    addFactories(entries);
    return entries;
  }

  /**
   * The random numbers of the key service. Not among {@link #entries}: whatever is registered as a
   * {@code SecureRandom} becomes the default of a JVM in which the provider stands first.
   *
   * @return the one service that is found by name only
   */
  public static ServiceEntry secureRandom() {
    return new ServiceEntry(
        "SecureRandom",
        "KMS",
        List.of(),
        null,
        KmsSecureRandom.class,
        (runtime, self) -> new KmsSecureRandom(runtime::backend));
  }

  /** An object identifier in the two spellings of the JDK. */
  static List<String> oid(String oid) {
    return List.of(oid, "OID." + oid);
  }

  private static void addSignatures(List<ServiceEntry> entries) {
    for (SignatureScheme scheme : SignatureScheme.values()) {
      entries.add(
          new ServiceEntry(
              "Signature",
              scheme.standardName(),
              scheme.aliases(),
              KeywardKey.class,
              KmsSignature.class,
              (runtime, self) -> new KmsSignature(scheme, runtime::owns, self)));
    }
  }

  private static void addMacs(List<ServiceEntry> entries) {
    for (Hmac hmac : Hmac.values()) {
      entries.add(
          new ServiceEntry(
              "Mac",
              hmac.algorithm(),
              oid(hmac.oid()),
              KeyHandle.class,
              KmsMac.class,
              (runtime, self) -> new KmsMac(hmac.spec(), runtime::owns, self)));
    }
  }

  private static void addAgreements(List<ServiceEntry> entries) {
    entries.add(
        new ServiceEntry(
            "KeyAgreement",
            "ECDH",
            List.of(),
            KeyHandle.class,
            KmsKeyAgreement.class,
            (runtime, self) -> new KmsKeyAgreement(runtime::owns, self)));
    if (KmsKem.isAvailable()) {
      entries.add(kem("ML-KEM", List.of(), null));
      entries.add(kem("ML-KEM-512", oid("2.16.840.1.101.3.4.4.1"), KeySpec.ML_KEM_512));
      entries.add(kem("ML-KEM-768", oid("2.16.840.1.101.3.4.4.2"), KeySpec.ML_KEM_768));
      entries.add(kem("ML-KEM-1024", oid("2.16.840.1.101.3.4.4.3"), KeySpec.ML_KEM_1024));
    }
  }

  private static ServiceEntry kem(String name, List<String> aliases, KeySpec only) {
    return new ServiceEntry(
        "KEM",
        name,
        aliases,
        KeywardKey.class,
        KmsKem.class,
        (runtime, self) -> KmsKem.spi(only, runtime::owns));
  }

  private static void addFactories(List<ServiceEntry> entries) {
    entries.add(
        new ServiceEntry(
            "KeyFactory",
            "KMS",
            List.of(),
            null,
            KmsKeyFactory.class,
            (runtime, self) -> new KmsKeyFactory(runtime::backend, runtime::owns)));
    entries.add(
        new ServiceEntry(
            "SecretKeyFactory",
            "KMS",
            List.of(),
            null,
            KmsSecretKeyFactory.class,
            (runtime, self) -> new KmsSecretKeyFactory(runtime::backend, runtime::owns)));
  }
}
