package dev.keyward.provider;

import static dev.keyward.provider.ServiceCatalogue.oid;

import dev.keyward.jca.keygen.KmsEcKeyPairGenerator;
import dev.keyward.jca.keygen.KmsKeyGenerator;
import dev.keyward.jca.keygen.KmsNamedKeyPairGenerator;
import dev.keyward.jca.keygen.KmsRsaKeyPairGenerator;
import dev.keyward.model.KeySpec;
import java.util.List;

/** The generators of the catalogue. */
final class GeneratorEntries {
  private GeneratorEntries() {}

  static void addTo(List<ServiceEntry> entries) {
    entries.add(secret("AES", oid("2.16.840.1.101.3.4.1"), KeySpec.SYMMETRIC_DEFAULT));
    for (Hmac hmac : Hmac.values()) {
      entries.add(secret(hmac.algorithm(), oid(hmac.oid()), hmac.spec()));
    }
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
    addNamed(entries);
  }

  private static void addNamed(List<ServiceEntry> entries) {
    List<KeySpec> edwards = List.of(KeySpec.ECC_NIST_EDWARDS25519);
    entries.add(pair("EdDSA", List.of(), edwards));
    entries.add(pair("Ed25519", oid("1.3.101.112"), edwards));
    // The usual parameter set first, as in the JDK.
    entries.add(
        pair(
            "ML-DSA", List.of(), List.of(KeySpec.ML_DSA_65, KeySpec.ML_DSA_44, KeySpec.ML_DSA_87)));
    entries.add(
        pair(
            "ML-KEM",
            List.of(),
            List.of(KeySpec.ML_KEM_768, KeySpec.ML_KEM_512, KeySpec.ML_KEM_1024)));
    for (Lattice set : Lattice.values()) {
      entries.add(pair(set.algorithm(), oid(set.oid()), List.of(set.spec())));
    }
  }

  private enum Lattice {
    ML_DSA_44("3.17"),
    ML_DSA_65("3.18"),
    ML_DSA_87("3.19"),
    ML_KEM_512("4.1"),
    ML_KEM_768("4.2"),
    ML_KEM_1024("4.3");

    private final String arcs;

    Lattice(String arcs) {
      this.arcs = arcs;
    }

    KeySpec spec() {
      return KeySpec.valueOf(name());
    }

    String algorithm() {
      return name().replace('_', '-');
    }

    String oid() {
      return "2.16.840.1.101.3.4." + arcs;
    }
  }

  private static ServiceEntry secret(String algorithm, List<String> aliases, KeySpec spec) {
    return new ServiceEntry(
        "KeyGenerator",
        algorithm,
        aliases,
        null,
        KmsKeyGenerator.class,
        (runtime, self) ->
            new KmsKeyGenerator(algorithm, spec, runtime::backend, runtime::owns, self));
  }

  private static ServiceEntry pair(String algorithm, List<String> aliases, List<KeySpec> specs) {
    return new ServiceEntry(
        "KeyPairGenerator",
        algorithm,
        aliases,
        null,
        KmsNamedKeyPairGenerator.class,
        (runtime, self) -> new KmsNamedKeyPairGenerator(algorithm, specs, runtime::backend, self));
  }
}
