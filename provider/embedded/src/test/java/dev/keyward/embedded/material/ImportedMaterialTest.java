package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be imported, and what may not (security.md B87); RSA has a test of its own. */
class ImportedMaterialTest {
  private static final SecureRandom RANDOM = JdkRandom.shared();
  private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  /** What {@link Materials} makes can be imported, and comes out as it went in. */
  @ParameterizedTest
  @EnumSource(value = KeySpec.class, names = "SM2", mode = Mode.EXCLUDE)
  void check_ourOwnMaterial_isStoredUnchanged(KeySpec spec) throws MaterialException {
    try (NewMaterial made = Materials.generate(spec, RANDOM)) {
      byte[] bytes = made.stored().read(byte[]::clone);

      try (NewMaterial checked = ImportedMaterial.check(spec, bytes)) {
        assertThat(checked.stored().<byte[]>read(byte[]::clone)).isEqualTo(bytes);
        assertThat(checked.publicKey().isPresent()).isEqualTo(spec.isKeyPair());
        if (spec.isKeyPair()) {
          assertThat(checked.publicKey().get()).isEqualTo(made.publicKey().orElseThrow());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ML_DSA_.*", "ML_KEM_.*"},
      mode = Mode.MATCH_ANY)
  void check_expandedKey_hasTheSamePublicKey(KeySpec spec) throws MaterialException {
    try (NewMaterial made = Materials.generate(spec, RANDOM);
        SecretBytes expanded = made.stored().read(bytes -> Materials.exportable(spec, bytes))) {
      byte[] bytes = expanded.read(byte[]::clone);

      try (NewMaterial checked = ImportedMaterial.check(spec, bytes)) {
        assertThat(checked.publicKey().orElseThrow()).isEqualTo(made.publicKey().orElseThrow());
      }
      // A bit of the hash of the public key, which both kinds of key contain.
      int hashFromEnd =
          switch (spec) {
            case ML_DSA_44 -> 2560 - 64;
            case ML_DSA_65 -> 4032 - 64;
            case ML_DSA_87 -> 4896 - 64;
            default -> 64;
          };
      bytes[bytes.length - hashFromEnd] ^= 1;
      assertRejected(spec, bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"SYMMETRIC_DEFAULT", "HMAC_.*"},
      mode = Mode.MATCH_ANY)
  void check_secretKeyOfWrongLengthOrZero_isRejected(KeySpec spec) {
    int size = spec.size() / 8;
    byte[] longer = new byte[size + 1];
    RANDOM.nextBytes(longer);

    assertRejected(spec, longer);
    assertRejected(spec, Arrays.copyOf(longer, size - 1));
    assertRejected(spec, new byte[0]);
    assertThat(reason(spec, new byte[size])).contains("zeros");
  }

  @Test
  void check_moreThanTheLimit_isRejectedUnread() {
    assertThat(reason(KeySpec.RSA_4096, new byte[6145])).contains("at most 6144");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_2048", "ECC_NIST_P256", "ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_KEM_512"})
  void check_pkcs8Damaged_isRejected(KeySpec spec) throws IOException {
    try (NewMaterial made = Materials.generate(spec, RANDOM)) {
      byte[] good = made.stored().read(byte[]::clone);
      byte[] trailing = Arrays.copyOf(good, good.length + 1);
      byte[] pem = Base64.getEncoder().encode(good);
      byte[] encrypted =
          new EncryptedPrivateKeyInfo(
                  new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.5.13")), good)
              .getEncoded();

      assertThat(reason(spec, encrypted)).contains("unencrypted");
      assertThat(reason(spec, trailing)).contains("PKCS #8");
      assertThat(reason(spec, pem)).contains("PKCS #8");
      assertRejected(spec, Arrays.copyOf(good, good.length - 1));
      assertRejected(spec, Arrays.copyOf(good, good.length / 2));
      assertRejected(spec, new byte[good.length]);
      assertRejected(spec, made.publicKey().orElseThrow());
    }
  }

  /** No random change makes anything but the one exception, or a valid key. */
  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_2048", "ECC_NIST_P384", "ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_KEM_512"})
  void check_randomChanges_areRejectedOrGiveAnotherValidKey(KeySpec spec) {
    long seed = 20261122;
    System.out.println("ImportedMaterialTest seed " + seed);
    java.util.Random random = new java.util.Random(seed);
    try (NewMaterial made = Materials.generate(spec, RANDOM)) {
      byte[] good = made.stored().read(byte[]::clone);
      for (int i = 0; i < 300; i++) {
        byte[] changed = good.clone();
        changed[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
        try (NewMaterial checked = ImportedMaterial.check(spec, changed)) {
          // Another secret in the same structure is a valid key; what is stored must be one.
          byte[] stored = checked.stored().read(byte[]::clone);
          try (NewMaterial again = ImportedMaterial.check(spec, stored);
              KeyMaterial opened = Materials.open(spec, stored)) {
            assertThat(opened).isNotNull();
            assertThat(again.publicKey().orElseThrow())
                .isEqualTo(checked.publicKey().orElseThrow());
          }
        } catch (MaterialException e) {
          assertThat(e).hasNoCause();
        }
      }
    }
  }

  @Test
  void check_keyOfAnotherSpec_isRejected() {
    try (NewMaterial p256 = Materials.generate(KeySpec.ECC_NIST_P256, RANDOM);
        NewMaterial mlDsa = Materials.generate(KeySpec.ML_DSA_44, RANDOM)) {
      byte[] ec = p256.stored().read(byte[]::clone);

      assertThat(reason(KeySpec.ECC_NIST_P384, ec)).contains("another curve");
      assertThat(reason(KeySpec.ECC_SECG_P256K1, ec)).contains("another curve");
      assertThat(reason(KeySpec.RSA_2048, ec)).contains("another algorithm");
      assertThat(reason(KeySpec.ECC_NIST_EDWARDS25519, ec)).contains("another algorithm");
      assertRejected(KeySpec.ML_DSA_65, mlDsa.stored().read(byte[]::clone));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552"
      })
  void check_scalarOutOfRange_isRejected(String scalar) throws IOException {
    byte[] key = ec(java.util.HexFormat.of().parseHex(scalar), null);

    assertThat(reason(KeySpec.ECC_NIST_P256, key)).contains("scalar");
  }

  @Test
  void check_publicKeyOfAnotherScalar_isRejected() throws IOException {
    byte[] one = new byte[32];
    one[31] = 1;
    byte[] foreign = EcMaterial.domain(KeySpec.ECC_NIST_P256).getG().twice().getEncoded(false);

    assertThat(reason(KeySpec.ECC_NIST_P256, ec(one, foreign))).contains("another one");
    assertThat(reason(KeySpec.ECC_NIST_P256, ec(one, null))).isEqualTo("accepted");
  }

  private static byte[] ec(byte[] scalar, byte[] publicKey) throws IOException {
    org.bouncycastle.asn1.ASN1EncodableVector key = new org.bouncycastle.asn1.ASN1EncodableVector();
    key.add(new ASN1Integer(1));
    key.add(new DEROctetString(scalar));
    if (publicKey != null) {
      key.add(new org.bouncycastle.asn1.DERTaggedObject(1, new DERBitString(publicKey)));
    }
    AlgorithmIdentifier p256 =
        new AlgorithmIdentifier(
            new ASN1ObjectIdentifier("1.2.840.10045.2.1"),
            new ASN1ObjectIdentifier("1.2.840.10045.3.1.7"));
    return new PrivateKeyInfo(p256, new DERSequence(key)).getEncoded("DER");
  }

  @Test
  void check_ed25519WithForeignPublicKeyOrZero_isRejected() throws IOException {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(ED25519);
    byte[] secret = new byte[32];
    byte[] zero = new PrivateKeyInfo(algorithm, new DEROctetString(secret)).getEncoded();
    secret[0] = 1;
    byte[] foreign =
        new PrivateKeyInfo(algorithm, new DEROctetString(secret), null, new byte[32]).getEncoded();
    byte[] shorter =
        new PrivateKeyInfo(algorithm, new DEROctetString(new byte[] {1, 2})).getEncoded();

    assertThat(reason(KeySpec.ECC_NIST_EDWARDS25519, zero)).contains("zeros");
    assertThat(reason(KeySpec.ECC_NIST_EDWARDS25519, foreign)).contains("another one");
    assertThat(reason(KeySpec.ECC_NIST_EDWARDS25519, shorter)).contains("32 bytes");
  }

  /** Keys that other libraries made come in with the public key they have. */
  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_2048", "ECC_NIST_P256", "ECC_NIST_P521", "ECC_NIST_EDWARDS25519"})
  void check_keyOfTheJdk_isAccepted(KeySpec spec)
      throws GeneralSecurityException, MaterialException {
    KeyPair pair = jdkPair(spec);

    try (NewMaterial checked = ImportedMaterial.check(spec, pair.getPrivate().getEncoded())) {
      assertThat(checked.publicKey().orElseThrow()).isEqualTo(pair.getPublic().getEncoded());
    }
  }

  private static KeyPair jdkPair(KeySpec spec) throws GeneralSecurityException {
    KeyPairGenerator generator;
    switch (spec) {
      case RSA_2048 -> {
        generator = KeyPairGenerator.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
        generator.initialize(2048);
      }
      case ECC_NIST_EDWARDS25519 ->
          generator = KeyPairGenerator.getInstance("Ed25519", JdkProvider.SUN_EC.instance());
      default -> {
        generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
        generator.initialize(new ECGenParameterSpec("secp" + spec.size() + "r1"));
      }
    }
    return generator.generateKeyPair();
  }

  private static String reason(KeySpec spec, byte[] material) {
    try {
      ImportedMaterial.check(spec, material).close();
      return "accepted";
    } catch (MaterialException e) {
      return e.getMessage();
    }
  }

  private static void assertRejected(KeySpec spec, byte[] material) {
    assertThatThrownBy(() -> ImportedMaterial.check(spec, material))
        .isInstanceOf(MaterialException.class);
  }
}
