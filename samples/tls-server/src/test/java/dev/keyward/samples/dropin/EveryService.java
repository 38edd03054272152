package dev.keyward.samples.dropin;

import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Uses a handle with every kind of service, without naming a provider, and lets the JDK's own check
 * what came out: one line each, {@code name | right | provider}, or how it failed.
 */
final class EveryService {
  /** One key for each kind of service; the names say which. */
  static final String[] ALIASES = {
    "every-data", "every-rsa", "every-oaep", "every-ed25519", "every-hmac", "every-ec", "every-ecdh"
  };

  private static final byte[] MESSAGE = {1, 2, 3, 4, 5};
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final KeyStore keys;

  private EveryService(KeyStore keys) {
    this.keys = keys;
  }

  /** One attempt: whether the outcome is right, and who made it. */
  private record Outcome(boolean isRight, String provider) {}

  public static void main(String[] arguments) throws Exception {
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    System.out.println("first | " + Security.getProviders()[0].getName());
    new EveryService(keys).report();
  }

  private void report() {
    report("SHA256withRSA", () -> sign("every-rsa", "SHA256withRSA", "SunRsaSign", null));
    report("SHA512withRSA", () -> sign("every-rsa", "SHA512withRSA", "SunRsaSign", null));
    report("RSASSA-PSS", () -> sign("every-rsa", "RSASSA-PSS", "SunRsaSign", PSS));
    report("SHA256withECDSA", () -> sign("every-ec", "SHA256withECDSA", "SunEC", null));
    report("SHA384withECDSA", () -> sign("every-ec", "SHA384withECDSA", "SunEC", null));
    report("NONEwithECDSA", () -> sign("every-ec", "NONEwithECDSA", "SunEC", null));
    report("Ed25519", () -> sign("every-ed25519", "Ed25519", "SunEC", null));
    report("EdDSA", () -> sign("every-ed25519", "EdDSA", "SunEC", null));
    report("OAEP SHA-1", () -> decrypt("SHA-1", "RSA/ECB/OAEPWithSHA-1AndMGF1Padding"));
    report("OAEP SHA-256", () -> decrypt("SHA-256", "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"));
    report("HmacSHA256", this::authenticate);
    report("ECDH", this::agree);
    for (String name : new String[] {"AES/GCM/NoPadding", "AES", "KmsDirect"}) {
      report(name, () -> thereAndBack(name));
    }
    for (String name : new String[] {"AESWrap", "AES/KW/NoPadding", "AES/KWP/NoPadding"}) {
      report(name, () -> wrapAndUnwrap(name));
    }
  }

  private static void report(String name, Callable<Outcome> attempt) {
    String line;
    try {
      Outcome outcome = attempt.call();
      line = (outcome.isRight() ? "right" : "wrong") + " | " + outcome.provider();
    } catch (Exception e) {
      line = "failed | " + e;
    }
    System.out.println(name + " | " + line);
  }

  private Key key(String alias) throws Exception {
    return keys.getKey(alias, null);
  }

  private PublicKey publicKey(String alias) throws Exception {
    return KeyHandles.publicKeyOf((KeyHandle) key(alias));
  }

  private Outcome sign(
      String alias, String algorithm, String verifier, AlgorithmParameterSpec parameters)
      throws Exception {
    byte[] message = algorithm.startsWith("NONE") ? new byte[32] : MESSAGE;
    Signature sign = Signature.getInstance(algorithm);
    sign.initSign((PrivateKey) key(alias));
    Signature verify = Signature.getInstance(algorithm, verifier);
    verify.initVerify(publicKey(alias));
    if (parameters != null) {
      sign.setParameter(parameters);
      verify.setParameter(parameters);
    }
    sign.update(message);
    verify.update(message);
    return new Outcome(verify.verify(sign.sign()), sign.getProvider().getName());
  }

  private Outcome decrypt(String digest, String transformation) throws Exception {
    Cipher encrypt = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    encrypt.init(
        Cipher.ENCRYPT_MODE,
        publicKey("every-oaep"),
        new OAEPParameterSpec(
            digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT));
    Cipher decrypt = Cipher.getInstance(transformation);
    decrypt.init(Cipher.DECRYPT_MODE, key("every-oaep"));
    byte[] message = decrypt.doFinal(encrypt.doFinal(MESSAGE));
    return new Outcome(Arrays.equals(message, MESSAGE), decrypt.getProvider().getName());
  }

  /** Nobody else has the key, so the length and two equal tags of two objects must do. */
  private Outcome authenticate() throws Exception {
    Mac one = Mac.getInstance("HmacSHA256");
    one.init(key("every-hmac"));
    Mac other = Mac.getInstance("HmacSHA256", "Keyward");
    other.init(key("every-hmac"));
    byte[] tag = one.doFinal(MESSAGE);
    boolean right = tag.length == 32 && Arrays.equals(tag, other.doFinal(MESSAGE));
    return new Outcome(right, one.getProvider().getName());
  }

  private Outcome agree() throws Exception {
    // Whoever is first: SunEC's own generator fails behind Bouncy Castle.
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair other = generator.generateKeyPair();
    KeyAgreement theirs = KeyAgreement.getInstance("ECDH", "SunEC");
    theirs.init(other.getPrivate());
    theirs.doPhase(publicKey("every-ecdh"), true);
    KeyAgreement ours = KeyAgreement.getInstance("ECDH");
    ours.init(key("every-ecdh"));
    ours.doPhase(other.getPublic(), true);
    boolean right = Arrays.equals(ours.generateSecret(), theirs.generateSecret());
    return new Outcome(right, ours.getProvider().getName());
  }

  private Outcome thereAndBack(String transformation) throws Exception {
    Cipher seal = Cipher.getInstance(transformation);
    seal.init(Cipher.ENCRYPT_MODE, key("every-data"));
    byte[] sealed = seal.doFinal(MESSAGE);
    Cipher open = Cipher.getInstance(transformation);
    open.init(Cipher.DECRYPT_MODE, key("every-data"));
    boolean right = sealed.length > MESSAGE.length && Arrays.equals(open.doFinal(sealed), MESSAGE);
    return new Outcome(right, seal.getProvider().getName());
  }

  private Outcome wrapAndUnwrap(String transformation) throws Exception {
    SecretKey wrapped = new SecretKeySpec(new byte[16], "AES");
    Cipher wrap = Cipher.getInstance(transformation);
    wrap.init(Cipher.WRAP_MODE, key("every-data"));
    byte[] blob = wrap.wrap(wrapped);
    Cipher unwrap = Cipher.getInstance(transformation);
    unwrap.init(Cipher.UNWRAP_MODE, key("every-data"));
    boolean right = wrapped.equals(unwrap.unwrap(blob, "AES", Cipher.SECRET_KEY));
    return new Outcome(right, wrap.getProvider().getName());
  }
}
