package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.util.Arrays;
import java.util.Map;

/** Makes data keys, data key pairs and random bytes. */
final class DataKeyOperations {
  private static final EncryptionAlgorithm ALGORITHM = EncryptionAlgorithm.SYMMETRIC_DEFAULT;

  private final Engine engine;

  DataKeyOperations(Engine engine) {
    this.engine = engine;
  }

  GenerateDataKey.Response withPlaintext(Call call, GenerateDataKey.Request request) {
    Call.refuseRecipient(request.recipient());
    NewDataKey made =
        newKey(
            call,
            request.keyId(),
            size(request.keySpec(), request.numberOfBytes()),
            request.encryptionContext());
    return new GenerateDataKey.Response(
        made.blob(),
        made.plaintext(),
        made.key().arn().text(),
        null,
        EncryptionOperations.materialId(made.key()));
  }

  GenerateDataKeyWithoutPlaintext.Response withoutPlaintext(
      Call call, GenerateDataKeyWithoutPlaintext.Request request) {
    NewDataKey made =
        newKey(
            call,
            request.keyId(),
            size(request.keySpec(), request.numberOfBytes()),
            request.encryptionContext());
    Arrays.fill(made.plaintext(), (byte) 0);
    return new GenerateDataKeyWithoutPlaintext.Response(
        made.blob(), made.key().arn().text(), EncryptionOperations.materialId(made.key()));
  }

  private record NewDataKey(KeyRecord key, byte[] plaintext, byte[] blob) {}

  private NewDataKey newKey(Call call, String keyId, int size, Map<String, String> pairs) {
    EncryptionContext context = EncryptionOperations.context(pairs, ALGORITHM);
    KeyRecord key = usable(call, keyId);
    call.stopDryRun();
    byte[] plaintext = new byte[size];
    engine.random().nextBytes(plaintext);
    try {
      KeyRecord current = engine.rotation().rotatedIfPossible(key);
      byte[] blob = engine.cryptography().encrypt(current, ALGORITHM, context, plaintext);
      note(call, current);
      return new NewDataKey(current, plaintext, blob);
    } catch (RuntimeException e) {
      Arrays.fill(plaintext, (byte) 0);
      throw e;
    }
  }

  GenerateDataKeyPair.Response pairWithPlaintext(Call call, GenerateDataKeyPair.Request request) {
    Call.refuseRecipient(request.recipient());
    try (NewPair made =
        newPair(call, request.keyId(), request.keyPairSpec(), request.encryptionContext())) {
      return new GenerateDataKeyPair.Response(
          made.blob(),
          made.privateKey().read(byte[]::clone),
          made.publicKey(),
          made.key().arn().text(),
          request.keyPairSpec(),
          null,
          EncryptionOperations.materialId(made.key()));
    }
  }

  GenerateDataKeyPairWithoutPlaintext.Response pairWithoutPlaintext(
      Call call, GenerateDataKeyPairWithoutPlaintext.Request request) {
    try (NewPair made =
        newPair(call, request.keyId(), request.keyPairSpec(), request.encryptionContext())) {
      return new GenerateDataKeyPairWithoutPlaintext.Response(
          made.blob(),
          made.publicKey(),
          made.key().arn().text(),
          request.keyPairSpec(),
          EncryptionOperations.materialId(made.key()));
    }
  }

  private record NewPair(KeyRecord key, SecretBytes privateKey, byte[] publicKey, byte[] blob)
      implements AutoCloseable {
    @Override
    public void close() {
      privateKey.close();
    }
  }

  private NewPair newPair(
      Call call, String keyId, DataKeyPairSpec spec, Map<String, String> pairs) {
    EncryptionContext context = EncryptionOperations.context(pairs, ALGORITHM);
    KeyRecord key = usable(call, keyId);
    if (key.customKeyStoreId() != null) {
      throw KeyRules.invalidOrigin(key);
    }
    if (!Materials.offers(spec.keySpec())) {
      throw KeyRules.unsupported("KeyPairSpec " + spec + " is not offered in this Region.");
    }
    call.stopDryRun();
    KeyRecord current = engine.rotation().rotatedIfPossible(key);
    try (NewMaterial material = Materials.generate(spec.keySpec(), engine.random())) {
      SecretBytes privateKey =
          material.stored().read(stored -> Materials.exportable(spec.keySpec(), stored));
      byte[] blob =
          privateKey.read(
              plaintext -> engine.cryptography().encrypt(current, ALGORITHM, context, plaintext));
      note(call, current);
      return new NewPair(current, privateKey, material.publicKey().orElseThrow(), blob);
    }
  }

  private static KeyRecord usable(Call call, String keyId) {
    KeyRecord key = call.key(keyId);
    StateRules.check(key, Kind.CRYPTOGRAPHIC);
    KeyRules.requireUsage(key, KeyUsage.ENCRYPT_DECRYPT, call.rule().name());
    KeyRules.requireFits(ALGORITHM, key);
    return key;
  }

  private static void note(Call call, KeyRecord key) {
    String id = EncryptionOperations.materialId(key);
    if (id != null) {
      call.notes("keyMaterialId", id);
    }
  }

  private static int size(DataKeySpec spec, Integer numberOfBytes) {
    if ((spec == null) == (numberOfBytes == null)) {
      throw KeyRules.invalid("Please specify either number of bytes or key spec.");
    }
    if (numberOfBytes != null) {
      return numberOfBytes;
    }
    return switch (spec) {
      case AES_256 -> 32;
      case AES_128 -> 16;
    };
  }

  GenerateRandom.Response random(Call call, GenerateRandom.Request request) {
    call.permit();
    Call.refuseRecipient(request.recipient());
    if (request.numberOfBytes() == null) {
      throw KeyRules.invalid("Please specify the number of bytes.");
    }
    byte[] bytes = new byte[request.numberOfBytes()];
    if (request.customKeyStoreId() == null) {
      engine.random().nextBytes(bytes);
    } else {
      engine.keyStores().fillRandom(call.scope(), request.customKeyStoreId(), bytes);
    }
    return new GenerateRandom.Response(bytes, null);
  }
}
