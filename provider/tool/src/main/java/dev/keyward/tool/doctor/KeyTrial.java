package dev.keyward.tool.doctor;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.EncapsulationAlgorithm;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyAgreementAlgorithm;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What can be tried with one key: for each algorithm a name and the real thing, forth and back in
 * the key service. Nothing secret is sent; what comes back is compared and forgotten.
 */
final class KeyTrial {
  private static final byte[] MESSAGE = "keyward doctor".getBytes(StandardCharsets.US_ASCII);

  private final Kms kms;
  private final KeyMetadata key;

  /** One algorithm; the body answers whether the way back led to the beginning. */
  record Attempt(String algorithm, Body body) {}

  /** Calls the key service. */
  @FunctionalInterface
  interface Body {
    boolean succeeds();
  }

  KeyTrial(Kms kms, KeyMetadata key) {
    this.kms = kms;
    this.key = key;
  }

  List<Attempt> attempts() {
    return switch (key.keyUsage()) {
      case SIGN_VERIFY ->
          each(key.signingAlgorithms(), algorithm -> () -> signsAndVerifies(algorithm));
      case ENCRYPT_DECRYPT ->
          each(key.encryptionAlgorithms(), algorithm -> () -> sealsAndOpens(algorithm));
      case GENERATE_VERIFY_MAC ->
          each(key.macAlgorithms(), algorithm -> () -> authenticates(algorithm));
      case KEY_AGREEMENT ->
          each(key.keyAgreementAlgorithms(), algorithm -> () -> agrees(algorithm));
      case ENCAPSULATE_DECAPSULATE ->
          each(key.encapsulationAlgorithms(), algorithm -> () -> encapsulates(algorithm));
    };
  }

  private static <A extends Enum<A>> List<Attempt> each(
      List<A> algorithms, java.util.function.Function<A, Body> body) {
    List<Attempt> attempts = new ArrayList<>();
    for (A algorithm : algorithms == null ? List.<A>of() : algorithms) {
      attempts.add(new Attempt(algorithm.name(), body.apply(algorithm)));
    }
    return attempts;
  }

  private boolean signsAndVerifies(SigningAlgorithm algorithm) {
    MessageType type =
        algorithm == SigningAlgorithm.ED25519_PH_SHA_512 ? MessageType.DIGEST : MessageType.RAW;
    byte[] message = type == MessageType.DIGEST ? sha512() : MESSAGE;
    byte[] signature =
        kms.sign(Sign.Request.of(key.arn(), message, algorithm).withMessageType(type)).signature();
    return kms.verify(
            Verify.Request.of(key.arn(), message, signature, algorithm).withMessageType(type))
        .signatureValid();
  }

  private boolean sealsAndOpens(EncryptionAlgorithm algorithm) {
    Map<String, String> context =
        algorithm == EncryptionAlgorithm.SYMMETRIC_DEFAULT ? Map.of("purpose", "doctor") : null;
    byte[] sealed =
        kms.encrypt(
                Encrypt.Request.of(key.arn(), MESSAGE)
                    .withEncryptionContext(context)
                    .withEncryptionAlgorithm(algorithm))
            .ciphertextBlob();
    byte[] opened =
        kms.decrypt(
                Decrypt.Request.of(sealed)
                    .withKeyId(key.arn())
                    .withEncryptionContext(context)
                    .withEncryptionAlgorithm(algorithm))
            .plaintext();
    return MessageDigest.isEqual(MESSAGE, opened);
  }

  private boolean authenticates(MacAlgorithm algorithm) {
    byte[] mac = kms.generateMac(GenerateMac.Request.of(MESSAGE, key.arn(), algorithm)).mac();
    return kms.verifyMac(VerifyMac.Request.of(MESSAGE, key.arn(), algorithm, mac)).macValid();
  }

  /** With its own public key: any point on the curve will do, and this one is at hand. */
  private boolean agrees(KeyAgreementAlgorithm algorithm) {
    byte[] peer = kms.getPublicKey(GetPublicKey.Request.of(key.arn())).publicKey();
    byte[] shared =
        kms.deriveSharedSecret(DeriveSharedSecret.Request.of(key.arn(), algorithm, peer))
            .sharedSecret();
    boolean present = shared != null && shared.length > 0;
    wipe(shared);
    return present;
  }

  private boolean encapsulates(EncapsulationAlgorithm algorithm) {
    Encapsulate.Response made =
        kms.encapsulate(Encapsulate.Request.of(key.arn()).withEncapsulationAlgorithm(algorithm));
    byte[] found =
        kms.decapsulate(
                Decapsulate.Request.of(key.arn(), made.sharedSecretCiphertextBlob())
                    .withEncapsulationAlgorithm(algorithm))
            .sharedSecret();
    boolean same = MessageDigest.isEqual(made.sharedSecret(), found);
    wipe(made.sharedSecret());
    wipe(found);
    return same;
  }

  private static void wipe(byte[] secret) {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] sha512() {
    try {
      return MessageDigest.getInstance("SHA-512", JdkProvider.SUN.instance()).digest(MESSAGE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no SHA-512", e);
    }
  }
}
