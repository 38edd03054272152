package dev.keyward.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.Encapsulates.Encapsulation;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.KeyUsageException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.util.Map;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every key service must do with a key besides data keys and signatures of RSA and the NIST
 * curves, which {@link KeyBackendContract} covers.
 */
public abstract class KeyOperationsContract {
  private static final byte[] MESSAGE = {1, 2, 3, 4};
  private static final EncryptionContext NONE = EncryptionContext.empty();
  private static final EncryptionContext CONTEXT = EncryptionContext.of(Map.of("row", "17"));

  private KeyBackend backend;

  /**
   * Opens an empty backend. It is closed after the test.
   *
   * @return the backend
   * @throws Exception if it cannot be opened
   */
  protected abstract KeyBackend open() throws Exception;

  @BeforeEach
  void openBackend() throws Exception {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  private KeyArn create(KeySpec spec, KeyUsage usage) {
    return backend
        .require(KeyAdministration.class)
        .createKey(new NewKey(spec, usage, "", Map.of()))
        .arn();
  }

  private Encrypts encrypts() {
    return backend.require(Encrypts.class);
  }

  private static byte[] bytes(SecretBytes secret) {
    try (secret) {
      return secret.read(byte[]::clone);
    }
  }

  @Test
  void decrypt_whatWasEncryptedUnderTheContext_isThePlaintext() {
    KeyArn key = create(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    EncryptionAlgorithm algorithm = EncryptionAlgorithm.SYMMETRIC_DEFAULT;
    byte[] sealed = encrypts().encrypt(key, algorithm, MESSAGE, CONTEXT);

    assertThat(bytes(encrypts().decrypt(Optional.of(key), algorithm, sealed, CONTEXT)))
        .isEqualTo(MESSAGE);
    assertThat(bytes(encrypts().decrypt(Optional.empty(), algorithm, sealed, CONTEXT)))
        .isEqualTo(MESSAGE);
    assertThatThrownBy(() -> encrypts().decrypt(Optional.of(key), algorithm, sealed, NONE))
        .isInstanceOf(CiphertextRejectedException.class);
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> encrypts().decrypt(Optional.of(key), algorithm, sealed, CONTEXT))
        .isInstanceOf(CiphertextRejectedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
  void decrypt_oaep_isThePlaintextOrRejected(EncryptionAlgorithm algorithm) {
    KeyArn key = create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    byte[] sealed = encrypts().encrypt(key, algorithm, MESSAGE, NONE);

    assertThat(bytes(encrypts().decrypt(Optional.of(key), algorithm, sealed, NONE)))
        .isEqualTo(MESSAGE);
    sealed[100] ^= 1;
    assertThatThrownBy(() -> encrypts().decrypt(Optional.of(key), algorithm, sealed, NONE))
        .isInstanceOf(CiphertextRejectedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"})
  void generateMac_everySpec_hasTheLengthOfItsHash(KeySpec spec) {
    KeyArn key = create(spec, KeyUsage.GENERATE_VERIFY_MAC);
    byte[] mac = backend.require(Macs.class).generateMac(key, spec, MESSAGE);

    assertThat(mac).hasSize(spec.size() / 8);
    assertThat(backend.require(Macs.class).generateMac(key, spec, MESSAGE)).isEqualTo(mac);
    assertThat(backend.require(Macs.class).generateMac(key, spec, new byte[1])).isNotEqualTo(mac);
    assertThatThrownBy(() -> backend.require(Macs.class).generateMac(key, spec, new byte[4097]))
        .isInstanceOf(KmsException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"})
  void deriveSharedSecret_everyCurve_agreesWithTheJdk(KeySpec spec) throws Exception {
    KeyArn key = create(spec, KeyUsage.KEY_AGREEMENT);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
    generator.initialize(new ECGenParameterSpec("secp" + spec.size() + "r1"));
    KeyPair peer = generator.generateKeyPair();
    KeyAgreement other = KeyAgreement.getInstance("ECDH", JdkProvider.SUN_EC.instance());
    other.init(peer.getPrivate());
    other.doPhase(KeyHandles.publicKeyOf(KeyHandles.of(backend, key)), true);

    byte[] secret =
        bytes(backend.require(Agrees.class).deriveSharedSecret(key, peer.getPublic().getEncoded()));
    assertThat(secret).isEqualTo(other.generateSecret());
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void decapsulate_whatWasEncapsulated_isTheSameSecret(KeySpec spec) {
    KeyArn key = create(spec, KeyUsage.ENCAPSULATE_DECAPSULATE);
    Encapsulates kem = backend.require(Encapsulates.class);
    try (Encapsulation made = kem.encapsulate(key)) {
      byte[] secret = bytes(kem.decapsulate(key, made.encapsulation()));
      assertThat(secret).hasSize(32).isEqualTo(bytes(made.sharedSecret().copy()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void verify_mlDsaOverMu_knowsItsOwnSignatureOnly(KeySpec spec) {
    KeyArn key = create(spec, KeyUsage.SIGN_VERIFY);
    verifies(key, SigningAlgorithm.ML_DSA_SHAKE_256, MessageType.EXTERNAL_MU, new byte[64]);
  }

  @Test
  void verify_secp256k1_knowsItsOwnSignatureOnly() {
    KeyArn key = create(KeySpec.ECC_SECG_P256K1, KeyUsage.SIGN_VERIFY);
    verifies(key, SigningAlgorithm.ECDSA_SHA_256, MessageType.DIGEST, new byte[32]);
  }

  private void verifies(KeyArn key, SigningAlgorithm algorithm, MessageType type, byte[] message) {
    byte[] signature = backend.require(Signs.class).sign(key, algorithm, type, message);
    Verifies verifies = backend.require(Verifies.class);

    assertThat(verifies.verify(key, algorithm, type, message, signature)).isTrue();
    byte[] other = message.clone();
    other[0] ^= 1;
    assertThat(verifies.verify(key, algorithm, type, other, signature)).isFalse();
    assertThat(verifies.verify(key, algorithm, type, message, new byte[] {1})).isFalse();
  }

  @Test
  void sign_ed25519_verifiesWithTheJdk() throws Exception {
    KeyArn key = create(KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY);
    Signs signs = backend.require(Signs.class);
    byte[] pure = signs.sign(key, SigningAlgorithm.ED25519_SHA_512, MessageType.RAW, MESSAGE);
    byte[] digest = new byte[64];
    byte[] ph = signs.sign(key, SigningAlgorithm.ED25519_PH_SHA_512, MessageType.DIGEST, digest);

    assertThat(verifies(key, false, MESSAGE, pure)).isTrue();
    // the key service hashes the digest once more
    assertThat(verifies(key, true, digest, ph)).isTrue();
  }

  private boolean verifies(KeyArn key, boolean prehash, byte[] message, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance("Ed25519", JdkProvider.SUN_EC.instance());
    verifier.setParameter(new EdDSAParameterSpec(prehash));
    verifier.initVerify(KeyHandles.publicKeyOf(KeyHandles.of(backend, key)));
    verifier.update(message);
    return verifier.verify(signature);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "ECC_SECG_P256K1",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87",
        "ML_KEM_512",
        "ML_KEM_768",
        "ML_KEM_1024"
      })
  void handle_ofEverySpec_isAPrivateKeyWithAnEncodedPublicHalf(KeySpec spec) {
    KeyUsage usage = KeyUsage.SIGN_VERIFY;
    KeyArn key =
        create(spec, spec.usages().contains(usage) ? usage : KeyUsage.ENCAPSULATE_DECAPSULATE);
    var handle = KeyHandles.of(backend, key);

    assertThat(handle).isInstanceOf(PrivateKey.class);
    assertThat(KeyHandles.publicKeyOf(handle).getEncoded())
        .isEqualTo(backend.require(PublicKeys.class).publicKey(key).encoded());
  }

  @Test
  void randomBytes_twoCalls_differ() {
    RandomBytes random = backend.require(RandomBytes.class);

    assertThat(bytes(random.randomBytes(1024)))
        .hasSize(1024)
        .isNotEqualTo(bytes(random.randomBytes(1024)));
  }

  @Test
  void operations_keyOfAnotherUsage_areRefused() {
    KeyArn signing = create(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);

    assertThatThrownBy(
            () -> backend.require(Macs.class).generateMac(signing, KeySpec.HMAC_256, MESSAGE))
        .isInstanceOf(KeyUsageException.class);
    assertThatThrownBy(
            () -> encrypts().encrypt(signing, EncryptionAlgorithm.SYMMETRIC_DEFAULT, MESSAGE, NONE))
        .isInstanceOf(KeyUsageException.class);
    assertThatThrownBy(() -> backend.require(Encapsulates.class).encapsulate(signing))
        .isInstanceOf(KeyUsageException.class);
  }
}
