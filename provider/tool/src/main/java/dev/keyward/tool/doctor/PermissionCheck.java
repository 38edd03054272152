package dev.keyward.tool.doctor;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DryRunModifier;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Finding;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeyState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the caller may do with keys, asked with calls that do nothing (DryRun). */
public final class PermissionCheck implements Check {
  private static final byte[] NOTHING = {0};

  private final Kms kms;
  private final SampleKeys sample;

  /**
   * Prepares.
   *
   * @param kms the key service
   * @param sample the keys to ask about
   */
  public PermissionCheck(Kms kms, SampleKeys sample) {
    this.kms = kms;
    this.sample = sample;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (KeyMetadata key : sample.keys()) {
      if (key.keyState() == KeyState.ENABLED) {
        findings.add(asked(key));
      }
    }
    return findings;
  }

  private Finding asked(KeyMetadata key) {
    List<String> allowed = new ArrayList<>();
    List<String> denied = new ArrayList<>();
    questions(key)
        .forEach((action, call) -> (isAllowed(call) ? allowed : denied).add("kms:" + action));
    String subject = "permissions " + key.keyId();
    return denied.isEmpty()
        ? Finding.ok(subject, String.join(" ", allowed))
        : Finding.warn(
            subject,
            "not allowed: " + String.join(" ", denied),
            "Ask an administrator of the key, if programs with this configuration need that.");
  }

  /** A dry run always ends with an error; only one of them means yes. */
  private static boolean isAllowed(Runnable call) {
    try {
      call.run();
      return true;
    } catch (KmsServiceException e) {
      return !e.is(ErrorCode.ACCESS_DENIED);
    } catch (KmsException e) {
      return e.code().equals(ErrorCode.DRY_RUN_OPERATION.wireName());
    }
  }

  private Map<String, Runnable> questions(KeyMetadata key) {
    String id = key.arn();
    Map<String, Runnable> questions = new LinkedHashMap<>();
    if (key.keySpec().isKeyPair()) {
      questions.put("GetPublicKey", () -> kms.getPublicKey(GetPublicKey.Request.of(id)));
    }
    switch (key.keyUsage()) {
      case SIGN_VERIFY ->
          questions.put(
              "Sign",
              () ->
                  kms.sign(
                      Sign.Request.of(id, NOTHING, key.signingAlgorithms().get(0))
                          .withDryRun(true)));
      case GENERATE_VERIFY_MAC ->
          questions.put(
              "GenerateMac",
              () ->
                  kms.generateMac(
                      GenerateMac.Request.of(NOTHING, id, key.macAlgorithms().get(0))
                          .withDryRun(true)));
      case ENCAPSULATE_DECAPSULATE ->
          questions.put(
              "Encapsulate", () -> kms.encapsulate(Encapsulate.Request.of(id).withDryRun(true)));
      case ENCRYPT_DECRYPT -> encryption(key, questions);
      case KEY_AGREEMENT -> {
        // Deriving takes a peer's key; trying it out tells as much.
      }
    }
    return questions;
  }

  private void encryption(KeyMetadata key, Map<String, Runnable> questions) {
    String id = key.arn();
    questions.put(
        "Encrypt",
        () ->
            kms.encrypt(
                Encrypt.Request.of(id, NOTHING)
                    .withEncryptionAlgorithm(key.encryptionAlgorithms().get(0))
                    .withDryRun(true)));
    if (key.keySpec().isKeyPair()) {
      return;
    }
    questions.put(
        "Decrypt",
        () ->
            kms.decrypt(
                Decrypt.Request.of(null)
                    .withKeyId(id)
                    .withDryRun(true)
                    .withDryRunModifiers(List.of(DryRunModifier.IGNORE_CIPHERTEXT))));
    questions.put(
        "GenerateDataKey",
        () ->
            kms.generateDataKey(
                GenerateDataKey.Request.of(id).withKeySpec(DataKeySpec.AES_256).withDryRun(true)));
    questions.put(
        "GenerateDataKeyWithoutPlaintext",
        () ->
            kms.generateDataKeyWithoutPlaintext(
                GenerateDataKeyWithoutPlaintext.Request.of(id)
                    .withKeySpec(DataKeySpec.AES_256)
                    .withDryRun(true)));
  }
}
