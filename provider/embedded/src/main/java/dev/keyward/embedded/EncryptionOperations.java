package dev.keyward.embedded;

import dev.keyward.embedded.RequestConditions.Side;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DryRunModifier;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encrypts, decrypts, and moves ciphertexts from key to key. */
final class EncryptionOperations {
  private final Engine engine;

  EncryptionOperations(Engine engine) {
    this.engine = engine;
  }

  Encrypt.Response encrypt(Call call, Encrypt.Request request) {
    EncryptionAlgorithm algorithm = orDefault(request.encryptionAlgorithm());
    EncryptionContext context = context(request.encryptionContext(), algorithm);
    KeyRecord key = usable(call, call.key(request.keyId()), algorithm, "Encrypt");
    Cryptography.requireFits(key, algorithm, request.plaintext());
    call.stopDryRun();
    KeyRecord current = engine.rotation().rotatedIfPossible(key);
    byte[] blob = engine.cryptography().encrypt(current, algorithm, context, request.plaintext());
    note(call, "keyMaterialId", materialId(current));
    return new Encrypt.Response(blob, current.arn().text(), algorithm);
  }

  Decrypt.Response decrypt(Call call, Decrypt.Request request) {
    Call.refuseRecipient(request.recipient());
    EncryptionAlgorithm algorithm = orDefault(request.encryptionAlgorithm());
    EncryptionContext context = context(request.encryptionContext(), algorithm);
    Named named =
        new Named(call, "kms:Decrypt", "keyId", request.keyId(), request.ciphertextBlob());
    Source source = source(named, algorithm, ignoresCiphertext(call, request.dryRunModifiers()));
    call.permit(source.key(), "kms:Decrypt", Side.ONLY);
    usable(call, source.key(), algorithm, "Decrypt");
    byte[] plaintext = source.decrypt(engine.cryptography(), context);
    if (call.isDryRun()) {
      Arrays.fill(plaintext, (byte) 0);
    }
    call.stopDryRun();
    note(call, "keyMaterialId", source.materialId());
    return new Decrypt.Response(
        source.key().arn().text(), plaintext, algorithm, null, source.materialId());
  }

  ReEncrypt.Response reEncrypt(Call call, ReEncrypt.Request request) {
    EncryptionAlgorithm from = orDefault(request.sourceEncryptionAlgorithm());
    EncryptionAlgorithm to = orDefault(request.destinationEncryptionAlgorithm());
    EncryptionContext sourceContext = context(request.sourceEncryptionContext(), from);
    EncryptionContext context = context(request.destinationEncryptionContext(), to);
    Named named =
        new Named(
            call,
            "kms:ReEncryptFrom",
            "sourceKeyId",
            request.sourceKeyId(),
            request.ciphertextBlob());
    Source source = source(named, from, ignoresCiphertext(call, request.dryRunModifiers()));
    KeyRecord destination = call.find(request.destinationKeyId(), "kms:ReEncryptTo");
    call.reEncrypts(source.key(), destination);
    call.permit(source.key(), "kms:ReEncryptFrom", Side.SOURCE);
    call.permit(destination, "kms:ReEncryptTo", Side.DESTINATION);
    usable(call, source.key(), from, "ReEncrypt");
    usable(call, destination, to, "ReEncrypt");
    byte[] plaintext = source.decrypt(engine.cryptography(), sourceContext);
    try {
      Cryptography.requireFits(destination, to, plaintext);
      call.stopDryRun();
      KeyRecord target = engine.rotation().rotatedIfPossible(destination);
      byte[] blob = engine.cryptography().encrypt(target, to, context, plaintext);
      note(call, "sourceKeyMaterialId", source.materialId());
      note(call, "destinationKeyMaterialId", materialId(target));
      return new ReEncrypt.Response(
          blob,
          source.key().arn().text(),
          target.arn().text(),
          from,
          to,
          source.materialId(),
          materialId(target));
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /** What a request says about the key that is to decrypt. */
  private record Named(
      Call call, String action, String member, String identifier, byte[] ciphertext) {}

  /** A ciphertext, or in a dry run without one only the key, and who is to decrypt it. */
  private record Source(
      KeyRecord key,
      EncryptionAlgorithm algorithm,
      Optional<CiphertextBlob> blob,
      byte[] ciphertext) {

    /** Decrypts, also in a dry run: it tells whether the call would succeed. */
    byte[] decrypt(Cryptography cryptography, EncryptionContext context) {
      if (ciphertext == null) {
        return new byte[0];
      }
      return blob.isPresent()
          ? cryptography.decrypt(key, blob.get(), context)
          : cryptography.decrypt(key, algorithm, ciphertext);
    }

    String materialId() {
      return blob.isPresent() && key.customKeyStoreId() == null ? blob.get().keyMaterialId() : null;
    }
  }

  private Source source(Named named, EncryptionAlgorithm algorithm, boolean withoutCiphertext) {
    if (withoutCiphertext) {
      return new Source(namedKey(named), algorithm, Optional.empty(), null);
    }
    Call.requireMember(named.ciphertext(), "ciphertextBlob");
    return algorithm == EncryptionAlgorithm.SYMMETRIC_DEFAULT
        ? symmetricSource(named)
        : new Source(namedKey(named), algorithm, Optional.empty(), named.ciphertext());
  }

  private static KeyRecord namedKey(Named named) {
    Call.requireMember(named.identifier(), named.member());
    return named.call().find(named.identifier(), named.action());
  }

  private Source symmetricSource(Named named) {
    Optional<KeyRecord> key =
        Optional.ofNullable(named.identifier())
            .map(identifier -> named.call().find(identifier, named.action()));
    Optional<CiphertextBlob> parsed = CiphertextBlob.parse(named.ciphertext());
    if (parsed.isEmpty()) {
      // Who may not use the key learns nothing about the ciphertext.
      key.ifPresent(known -> named.call().permit(known, named.action(), side(named)));
      throw Cryptography.invalidCiphertext();
    }
    CiphertextBlob blob = parsed.get();
    if (key.isPresent() && !key.get().keyId().equals(blob.keyId().text())) {
      named.call().permit(key.get(), named.action(), side(named));
      throw new KmsServiceException(
          ErrorCode.INCORRECT_KEY,
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    KeyArn name = key.map(KeyRecord::arn).orElseGet(() -> named.call().scope().arn(blob.keyId()));
    KeyRecord found =
        engine
            .resolver()
            .findWith(name, blob.keyMaterialId())
            .map(Versioned::value)
            .or(() -> key.isPresent() ? Optional.empty() : ofOtherAccount(named, blob))
            .orElseThrow(EncryptionOperations::unknownKey);
    return new Source(
        found, EncryptionAlgorithm.SYMMETRIC_DEFAULT, Optional.of(blob), named.ciphertext());
  }

  /**
   * A ciphertext names its key without the account, so a key of another account is looked for in
   * all of them. Who may not use it is told the same as if there were none.
   */
  private Optional<KeyRecord> ofOtherAccount(Named named, CiphertextBlob blob) {
    Scope own = named.call().scope();
    for (String account : engine.table().accounts()) {
      KeyArn name = new KeyArn(own.partition(), own.region(), account, blob.keyId());
      Optional<KeyRecord> found =
          engine.resolver().findWith(name, blob.keyMaterialId()).map(Versioned::value);
      if (found.isPresent()) {
        try {
          named.call().permit(found.get(), named.action(), side(named));
          return found;
        } catch (KmsServiceException denied) {
          throw denied.is(ErrorCode.ACCESS_DENIED) ? unknownKey() : denied;
        }
      }
    }
    return Optional.empty();
  }

  private static Side side(Named named) {
    return named.member().equals("keyId") ? Side.ONLY : Side.SOURCE;
  }

  private static KmsServiceException unknownKey() {
    return new KmsServiceException(
        ErrorCode.ACCESS_DENIED,
        "The ciphertext refers to a customer master key that does not exist, does not exist in"
            + " this region, or you are not allowed to access.");
  }

  private static KeyRecord usable(
      Call call, KeyRecord key, EncryptionAlgorithm algorithm, String operation) {
    StateRules.check(key, Kind.CRYPTOGRAPHIC);
    KeyRules.requireUsage(key, KeyUsage.ENCRYPT_DECRYPT, operation);
    KeyRules.requireFits(algorithm, key);
    return key;
  }

  private static EncryptionAlgorithm orDefault(EncryptionAlgorithm algorithm) {
    return algorithm == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : algorithm;
  }

  private static void note(Call call, String name, String value) {
    if (value != null) {
      call.notes(name, value);
    }
  }

  /** The id of the material that encrypts; null for keys that show none. */
  static String materialId(KeyRecord key) {
    return key.keySpec() == KeySpec.SYMMETRIC_DEFAULT && key.customKeyStoreId() == null
        ? key.current().keyMaterialId()
        : null;
  }

  static EncryptionContext context(Map<String, String> pairs, EncryptionAlgorithm algorithm) {
    EncryptionContext context;
    try {
      context = EncryptionContext.of(pairs);
    } catch (IllegalArgumentException e) {
      throw KeyRules.invalid("EncryptionContext is not valid: " + e.getMessage() + ".");
    }
    if (!context.isEmpty() && algorithm != EncryptionAlgorithm.SYMMETRIC_DEFAULT) {
      throw KeyRules.invalid("EncryptionContext cannot be used with algorithm " + algorithm + ".");
    }
    return context;
  }

  private static boolean ignoresCiphertext(Call call, List<DryRunModifier> modifiers) {
    if (modifiers == null || modifiers.isEmpty()) {
      return false;
    }
    if (!call.isDryRun()) {
      throw KeyRules.invalid("DryRunModifiers can only be used when DryRun is true.");
    }
    return modifiers.contains(DryRunModifier.IGNORE_CIPHERTEXT);
  }
}
