package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.handle.KeyHandle;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.KeyReferenceSpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ways in which programs call engines, for those engines whose own tests do not have them: in
 * pieces of any size, with buffers, in place, again, after a failure, from two threads.
 */
class CallPatternsTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
  private static final byte[] MESSAGE = message();

  private static byte[] message() {
    byte[] message = new byte[150];
    new Random(42).nextBytes(message);
    return message;
  }

  private static KeyPair rsa() {
    return KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
  }

  private static Cipher oaep(int mode) throws Exception {
    Cipher cipher = Cipher.getInstance(OAEP, KEYWARD);
    cipher.init(mode, mode == Cipher.ENCRYPT_MODE ? rsa().getPublic() : rsa().getPrivate());
    return cipher;
  }

  // --- RSA-OAEP --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 149, 150})
  void oaep_inPiecesOfAnySize_isTheSameMessage(int piece) throws Exception {
    byte[] sealed = inPieces(oaep(Cipher.ENCRYPT_MODE), MESSAGE, piece);
    assertThat(sealed).hasSize(256);
    assertThat(inPieces(oaep(Cipher.DECRYPT_MODE), sealed, piece)).isEqualTo(MESSAGE);
  }

  private static byte[] inPieces(Cipher cipher, byte[] input, int piece) throws Exception {
    for (int at = 0; at < input.length; at += piece) {
      byte[] early = cipher.update(input, at, Math.min(piece, input.length - at));
      assertThat(early == null || early.length == 0).as("nothing before doFinal").isTrue();
    }
    return cipher.doFinal();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oaep_byteBuffers_moveAsTheContractSays(boolean direct) throws Exception {
    ByteBuffer sealed = direct ? ByteBuffer.allocateDirect(300) : ByteBuffer.allocate(300);
    ByteBuffer input = ByteBuffer.wrap(MESSAGE).asReadOnlyBuffer();
    assertThat(oaep(Cipher.ENCRYPT_MODE).doFinal(input, sealed)).isEqualTo(256);
    assertThat(input.hasRemaining()).isFalse();
    assertThat(sealed.flip().remaining()).isEqualTo(256);

    Cipher decrypt = oaep(Cipher.DECRYPT_MODE);
    ByteBuffer opened = ByteBuffer.allocate(decrypt.getOutputSize(256));
    decrypt.doFinal(sealed, opened);

    assertThat(opened.flip()).isEqualTo(ByteBuffer.wrap(MESSAGE));
  }

  @Test
  void oaep_inPlace_overlapsWithoutHarm() throws Exception {
    byte[] shared = Arrays.copyOf(MESSAGE, 300);
    int sealed = oaep(Cipher.ENCRYPT_MODE).doFinal(shared, 0, MESSAGE.length, shared, 3);
    Cipher decrypt = oaep(Cipher.DECRYPT_MODE);
    byte[] large = Arrays.copyOf(Arrays.copyOfRange(shared, 3, 3 + sealed), 600);
    int opened = decrypt.doFinal(large, 0, sealed, large, 1);

    assertThat(Arrays.copyOfRange(large, 1, 1 + opened)).isEqualTo(MESSAGE);
  }

  @Test
  void oaep_againAndAfterFailures_isWhatItWas() throws Exception {
    Cipher encrypt = oaep(Cipher.ENCRYPT_MODE);
    byte[] first = encrypt.doFinal(MESSAGE);
    assertThat(encrypt.doFinal(MESSAGE)).as("padding is random").isNotEqualTo(first);
    Cipher decrypt = oaep(Cipher.DECRYPT_MODE);
    byte[] wrong = first.clone();
    wrong[100] ^= 1;

    assertThat(decrypt.doFinal(first)).isEqualTo(MESSAGE);
    assertThatThrownBy(() -> decrypt.doFinal(wrong)).isInstanceOf(BadPaddingException.class);
    assertThat(decrypt.doFinal(first)).as("after a rejection").isEqualTo(MESSAGE);
    assertThatThrownBy(() -> decrypt.doFinal(first, 0, 256, new byte[10]))
        .isInstanceOf(ShortBufferException.class);
    byte[] large = new byte[256];
    int opened = decrypt.doFinal(first, 0, 256, large);
    assertThat(Arrays.copyOf(large, opened)).as("after a short buffer").isEqualTo(MESSAGE);
  }

  // --- wrapping --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"AESWrap", "AES/KWP/NoPadding", OAEP})
  void wrap_againAndAfterFailures_isWhatItWas(String transformation) throws Exception {
    boolean isRsa = transformation.equals(OAEP);
    Key kek = isRsa ? rsa().getPrivate() : KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);
    Key wrapping = isRsa ? rsa().getPublic() : kek;
    SecretKey content = new SecretKeySpec(Arrays.copyOf(MESSAGE, 32), "AES");
    Cipher cipher = Cipher.getInstance(transformation, KEYWARD);
    cipher.init(Cipher.WRAP_MODE, wrapping);
    byte[] one = cipher.wrap(content);
    assertThatThrownBy(() -> cipher.wrap(KEYS.secret(KeySpec.HMAC_256)))
        .isInstanceOf(InvalidKeyException.class);
    byte[] two = cipher.wrap(content);
    cipher.init(Cipher.UNWRAP_MODE, kek);

    assertThat(cipher.unwrap(one, "AES", Cipher.SECRET_KEY)).isEqualTo(content);
    assertThatThrownBy(() -> cipher.unwrap(new byte[256], "AES", Cipher.SECRET_KEY))
        .isInstanceOf(InvalidKeyException.class);
    assertThat(cipher.unwrap(two, "AES", Cipher.SECRET_KEY)).isEqualTo(content);
  }

  // --- agreement -------------------------------------------------------------------------------

  @Test
  void agreement_afterARefusedPeer_agreesWithTheNextOne() throws Exception {
    KeyPair own = KEYS.pair(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    KeyPair other = software("secp384r1");
    KeyPair peer = software("secp256r1");
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    agreement.init(own.getPrivate());
    assertThatThrownBy(() -> agreement.doPhase(other.getPublic(), true))
        .isInstanceOf(InvalidKeyException.class);
    agreement.doPhase(peer.getPublic(), true);
    KeyAgreement theirs = KeyAgreement.getInstance("ECDH", "SunEC");
    theirs.init(peer.getPrivate());
    theirs.doPhase(own.getPublic(), true);

    assertThat(agreement.generateSecret()).isEqualTo(theirs.generateSecret());
  }

  private static KeyPair software(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  // --- generators and factories ----------------------------------------------------------------

  @Test
  void generators_afterARefusedInit_makeWhatTheyWereToldBefore() throws Exception {
    KeyGenerator secrets = KeyGenerator.getInstance("HmacSHA256", KEYWARD);
    secrets.init(ManagedKeyParameterSpec.of(KeySpec.HMAC_256));
    assertThatThrownBy(() -> secrets.init(ManagedKeyParameterSpec.of(KeySpec.RSA_2048)))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", KEYWARD);
    pairs.initialize(ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P384));
    assertThatThrownBy(() -> pairs.initialize(new ECGenParameterSpec("sect163k1")))
        .isInstanceOf(InvalidAlgorithmParameterException.class);

    assertThat(((KeyHandle) secrets.generateKey()).spec()).isEqualTo(KeySpec.HMAC_256);
    assertThat(((KeyHandle) pairs.generateKeyPair().getPrivate()).spec())
        .isEqualTo(KeySpec.ECC_NIST_P384);
  }

  @Test
  void generators_usedAgainAndByTwoThreads_makeAnotherKeyEachTime() throws Exception {
    KeyGenerator secrets = KeyGenerator.getInstance("AES", KEYWARD);
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", KEYWARD);
    pairs.initialize(ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    List<Callable<Key>> works = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      works.add(secrets::generateKey);
      works.add(() -> pairs.generateKeyPair().getPrivate());
    }

    assertThat(new HashSet<>(byTwoThreads(works))).hasSize(works.size());
  }

  @Test
  void factories_afterAnUnknownNameAndByTwoThreads_findTheKey() throws Exception {
    KeyHandle secret = (KeyHandle) KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);
    KeyHandle pair = (KeyHandle) rsa().getPrivate();
    SecretKeyFactory secrets = SecretKeyFactory.getInstance("KMS", KEYWARD);
    KeyFactory pairs = KeyFactory.getInstance("KMS", KEYWARD);
    assertThatThrownBy(() -> secrets.generateSecret(KeyReferenceSpec.of("nobody")))
        .isInstanceOf(InvalidKeySpecException.class);
    assertThatThrownBy(() -> pairs.generatePrivate(KeyReferenceSpec.of("nobody")))
        .isInstanceOf(InvalidKeySpecException.class);
    List<Callable<Key>> works = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      works.add(() -> secrets.generateSecret(KeyReferenceSpec.of(secret.arn().text())));
      works.add(() -> pairs.generatePrivate(KeyReferenceSpec.of(pair.arn().text())));
    }

    assertThat(new HashSet<>(byTwoThreads(works))).isEqualTo(Set.<Object>of(secret, pair));
  }

  private static List<Key> byTwoThreads(List<Callable<Key>> works) throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Key> keys = new ArrayList<>();
      for (Future<Key> each : two.invokeAll(works)) {
        keys.add(each.get());
      }
      return keys;
    } finally {
      two.shutdownNow();
    }
  }
}
