package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.material.Encapsulated;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.EncapsulationAlgorithm;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;

/** Agrees on shared secrets: by ECDH, and by encapsulation. */
final class AgreementOperations {
  private final Engine engine;

  AgreementOperations(Engine engine) {
    this.engine = engine;
  }

  DeriveSharedSecret.Response derive(Call call, DeriveSharedSecret.Request request) {
    Call.refuseRecipient(request.recipient());
    KeyRecord key = usable(call, request.keyId(), KeyUsage.KEY_AGREEMENT);
    // Also in a dry run: only the agreement shows whether the public key is one on this curve.
    try (SecretBytes secret = engine.cryptography().agree(key, request.publicKey())) {
      call.stopDryRun();
      return new DeriveSharedSecret.Response(
          key.arn().text(),
          secret.read(byte[]::clone),
          null,
          request.keyAgreementAlgorithm(),
          key.origin());
    }
  }

  Encapsulate.Response encapsulate(Call call, Encapsulate.Request request) {
    KeyRecord key = usable(call, request.keyId(), KeyUsage.ENCAPSULATE_DECAPSULATE);
    call.stopDryRun();
    try (Encapsulated made = engine.cryptography().encapsulate(key)) {
      return new Encapsulate.Response(
          key.arn().text(),
          EncapsulationAlgorithm.ML_KEM,
          made.sharedSecret().read(byte[]::clone),
          made.ciphertext());
    }
  }

  Decapsulate.Response decapsulate(Call call, Decapsulate.Request request) {
    KeyRecord key = usable(call, request.keyId(), KeyUsage.ENCAPSULATE_DECAPSULATE);
    Call.requireMember(request.sharedSecretCiphertextBlob(), "sharedSecretCiphertextBlob");
    // Also in a dry run: only the key shows whether the ciphertext is one for it.
    try (SecretBytes secret =
        engine.cryptography().decapsulate(key, request.sharedSecretCiphertextBlob())) {
      call.stopDryRun();
      return new Decapsulate.Response(
          key.arn().text(), EncapsulationAlgorithm.ML_KEM, secret.read(byte[]::clone));
    }
  }

  private static KeyRecord usable(Call call, String keyId, KeyUsage usage) {
    KeyRecord key = call.key(keyId);
    StateRules.check(key, Kind.CRYPTOGRAPHIC);
    KeyRules.requireUsage(key, usage, call.rule().name());
    return key;
  }
}
