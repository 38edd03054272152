package dev.keyward.provider;

import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.agreement.KmsKem;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.DataKeyParameterSpec;
import dev.keyward.params.KeyReferenceSpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;

/** One piece of work for every service of a provider, which says whether it came out right. */
final class EveryService {
  /**
   * What a key service that fails cryptographic operations does not hinder: sealing with a cached
   * data key, creating keys, and finding them.
   */
  static final Set<String> NOT_CRYPTOGRAPHIC =
      Set.of("KmsSealed", "KeyGenerator", "SecretKeyFactory");

  private static final byte[] MESSAGE = new byte[300];
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final ManagedKeys keys;
  private final Provider provider;

  EveryService(ManagedKeys keys) {
    this.keys = keys;
    this.provider = keys.provider();
  }

  Map<String, Callable<Boolean>> works() throws GeneralSecurityException {
    Map<String, Callable<Boolean>> works = new TreeMap<>();
    ciphers(works);
    signatures(works);
    agreements(works);
    generators(works);
    factories(works);
    SecretKey hmac = keys.secret(KeySpec.HMAC_256);
    works.put("Mac", () -> authenticate(hmac));
    SecureRandom random = SecureRandom.getInstance("KMS", provider);
    works.put("SecureRandom", () -> randomBytes(random));
    return works;
  }

  // --- ciphers ---------------------------------------------------------------------------------

  private void ciphers(Map<String, Callable<Boolean>> works) {
    SecretKey aes = keys.secret(KeySpec.SYMMETRIC_DEFAULT);
    KeyPair rsa = keys.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    for (String name : new String[] {"KmsDirect", "KmsSealed"}) {
      works.put(name, () -> thereAndBack(name, aes, MESSAGE));
    }
    String oaep = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
    works.put(oaep, () -> thereAndBack(oaep, rsa.getPrivate(), new byte[100]));
    works.put("OAEP wrapping", () -> wrapAndUnwrap(oaep, rsa.getPrivate()));
    works.put("AESWrap", () -> wrapAndUnwrap("AESWrap", aes));
    works.put("AES/KWP/NoPadding", () -> wrapAndUnwrap("AES/KWP/NoPadding", aes));
  }

  private boolean thereAndBack(String name, Key key, byte[] message)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(message);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return Arrays.equals(cipher.doFinal(sealed), message);
  }

  private boolean wrapAndUnwrap(String name, Key key) throws GeneralSecurityException {
    SecretKey wrapped = new SecretKeySpec(MESSAGE, 0, 16, "AES");
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(Cipher.WRAP_MODE, key);
    byte[] blob = cipher.wrap(wrapped);
    cipher.init(Cipher.UNWRAP_MODE, key);
    return wrapped.equals(cipher.unwrap(blob, "AES", Cipher.SECRET_KEY));
  }

  // --- signatures ------------------------------------------------------------------------------

  private void signatures(Map<String, Callable<Boolean>> works) {
    KeyPair edwards = keys.pair(KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY);
    KeyPair lattice = keys.pair(KeySpec.ML_DSA_44, KeyUsage.SIGN_VERIFY);
    KeyPair p256 = keys.pair(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    KeyPair rsa = keys.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    works.put("Ed25519", () -> signAndVerify("Ed25519", edwards, null));
    works.put("ML-DSA", () -> signAndVerify("ML-DSA", lattice, null));
    works.put("ECDSA", () -> signAndVerify("SHA256withECDSA", p256, null));
    works.put("P1363", () -> signAndVerify("SHA256withECDSAinP1363Format", p256, null));
    works.put("RSA", () -> signAndVerify("SHA256withRSA", rsa, null));
    works.put("RSASSA-PSS", () -> signAndVerify("RSASSA-PSS", rsa, PSS));
    works.put("fixed PSS", () -> signAndVerify("SHA512withRSAandMGF1", rsa, null));
  }

  private boolean signAndVerify(String algorithm, KeyPair pair, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm, provider);
    signature.initSign(pair.getPrivate());
    if (parameters != null) {
      signature.setParameter(parameters);
    }
    signature.update(MESSAGE);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(MESSAGE);
    return signature.verify(signed);
  }

  // --- macs, agreements, random numbers --------------------------------------------------------

  private boolean authenticate(SecretKey hmac) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256", provider);
    mac.init(hmac);
    return Arrays.equals(mac.doFinal(MESSAGE), mac.doFinal(MESSAGE));
  }

  private static boolean randomBytes(SecureRandom random) {
    byte[] bytes = new byte[40];
    random.nextBytes(bytes);
    return !Arrays.equals(bytes, new byte[40]);
  }

  private void agreements(Map<String, Callable<Boolean>> works) {
    KeyPair p256 = keys.pair(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    KeyPair other = keys.pair(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    works.put("ECDH", () -> agree(p256, other));
    if (KmsKem.isAvailable()) {
      KeyPair kem = keys.pair(KeySpec.ML_KEM_512, KeyUsage.ENCAPSULATE_DECAPSULATE);
      works.put("ML-KEM", () -> encapsulate(kem));
    }
  }

  private boolean agree(KeyPair pair, KeyPair other) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(pair.getPrivate());
    agreement.doPhase(other.getPublic(), true);
    byte[] one = agreement.generateSecret();
    agreement.doPhase(other.getPublic(), true);
    return Arrays.equals(one, agreement.generateSecret());
  }

  private boolean encapsulate(KeyPair pair) throws Exception {
    Kems kems = new Kems(provider);
    Kems.Made made = kems.encapsulate("ML-KEM", pair.getPublic());
    return made.key().equals(kems.decapsulate("ML-KEM", pair.getPrivate(), made.encapsulation()));
  }

  // --- generators and factories ----------------------------------------------------------------

  private void generators(Map<String, Callable<Boolean>> works) {
    SecretKey aes = keys.secret(KeySpec.SYMMETRIC_DEFAULT);
    works.put("KeyGenerator", this::generateKey);
    works.put("KeyPairGenerator", this::generatePair);
    works.put(
        "data key",
        () -> {
          KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
          generator.init(new DataKeyParameterSpec(aes, 256));
          return generator.generateKey().getEncoded().length == 32;
        });
  }

  private boolean generateKey() throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT));
    return generator.generateKey() instanceof KeyHandle;
  }

  private boolean generatePair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    KeyPair pair = generator.generateKeyPair();
    return pair.getPrivate() instanceof KeyHandle && pair.getPublic().getEncoded() != null;
  }

  private void factories(Map<String, Callable<Boolean>> works) {
    KeyHandle aes = (KeyHandle) keys.secret(KeySpec.SYMMETRIC_DEFAULT);
    KeyHandle p256 =
        (KeyHandle) keys.pair(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY).getPrivate();
    works.put(
        "SecretKeyFactory",
        () ->
            SecretKeyFactory.getInstance("KMS", provider)
                .generateSecret(new KeyReferenceSpec(aes.arn()))
                .equals(aes));
    works.put(
        "KeyFactory",
        () ->
            KeyFactory.getInstance("KMS", provider)
                .generatePrivate(new KeyReferenceSpec(p256.arn()))
                .equals(p256));
  }
}
