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
    permit(named, source);
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
    KeyRecord asked = destination(named, source, request.destinationKeyId());
    call.reEncrypts(source.key(), asked);
    permit(named, source);
    call.permit(asked, "kms:ReEncryptTo", Side.DESTINATION);
    KeyRecord destination = call.kept(asked);
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

  /** Who may not use the source learns nothing of it, whatever the destination is. */
  private static KeyRecord destination(Named named, Source source, String identifier) {
    try {
      return named.call().find(identifier, "kms:ReEncryptTo");
    } catch (KmsServiceException e) {
      permit(named, source);
      throw e;
    }
  }

  private static void permit(Named named, Source source) {
    try {
      named.call().permit(source.key(), named.action(), side(named));
    } catch (KmsServiceException e) {
      throw source.isFound() && e.is(ErrorCode.ACCESS_DENIED) ? unknownKey() : e;
    }
  }

  /** What a request says about the key that is to decrypt. */
  private record Named(
      Call call, String action, String member, String identifier, byte[] ciphertext) {}

  /**
   * A ciphertext, or in a dry run without one only the key, and who is to decrypt it.
   *
   * @param isFound whether the key is one of another account that nothing but the ciphertext names
   */
  private record Source(
      KeyRecord key,
      EncryptionAlgorithm algorithm,
      Optional<CiphertextBlob> blob,
      byte[] ciphertext,
      boolean isFound) {

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
      return new Source(namedKey(named), algorithm, Optional.empty(), null, false);
    }
    Call.requireMember(named.ciphertext(), "ciphertextBlob");
    return algorithm == EncryptionAlgorithm.SYMMETRIC_DEFAULT
        ? symmetricSource(named)
        : new Source(namedKey(named), algorithm, Optional.empty(), named.ciphertext(), false);
  }

  private static KeyRecord namedKey(Named named) {
    Call.requireMember(named.identifier(), named.member());
    return named.call().find(named.identifier(), named.action());
  }

  private Source symmetricSource(Named named) {
    Optional<CiphertextBlob> parsed = CiphertextBlob.parse(named.ciphertext());
    if (parsed.isPresent() && !isNamed(named, parsed.get())) {
      return unnamedSource(named, parsed.get());
    }
    Optional<KeyRecord> key =
        Optional.ofNullable(named.identifier())
            .map(identifier -> named.call().find(identifier, named.action()));
    if (parsed.isEmpty()) {
      // Who may not use the key learns nothing about the ciphertext.
      key.ifPresent(known -> named.call().permit(known, named.action(), side(named)));
      throw Cryptography.invalidCiphertext();
    }
    CiphertextBlob blob = parsed.get();
    if (!key.orElseThrow().keyId().equals(blob.keyId().text())) {
      named.call().permit(key.get(), named.action(), side(named));
      throw new KmsServiceException(
          ErrorCode.INCORRECT_KEY,
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    KeyRecord found = with(key.get().arn(), blob).orElseThrow(EncryptionOperations::unknownKey);
    return symmetric(named, found, blob, false);
  }

  /**
   * Whether the request says which account the key belongs to. A key id alone says no more than the
   * ciphertext does, unless it is that of a key of the caller's own account.
   */
  private boolean isNamed(Named named, CiphertextBlob blob) {
    String identifier = named.identifier();
    return identifier != null
        && (!identifier.equals(blob.keyId().text())
            || engine.resolver().find(named.call().scope().arn(blob.keyId())).isPresent());
  }

  private Source unnamedSource(Named named, CiphertextBlob blob) {
    // Before anything is looked for, so that a bad token does not tell whether the key exists.
    named.call().checkGrantTokens();
    Optional<KeyRecord> own = with(named.call().scope().arn(blob.keyId()), blob);
    if (own.isPresent()) {
      return symmetric(named, own.get(), blob, false);
    }
    KeyRecord found =
        ofOtherAccount(named.call().scope(), blob).orElseThrow(EncryptionOperations::unknownKey);
    return symmetric(named, found, blob, true);
  }

  private static Source symmetric(
      Named named, KeyRecord key, CiphertextBlob blob, boolean isFound) {
    return new Source(
        key, EncryptionAlgorithm.SYMMETRIC_DEFAULT, Optional.of(blob), named.ciphertext(), isFound);
  }

  private Optional<KeyRecord> with(KeyArn name, CiphertextBlob blob) {
    return engine.resolver().findWith(name, blob.keyMaterialId()).map(Versioned::value);
  }

  /**
   * A ciphertext names its key without the account, so a key of another account is looked for in
   * all of them. Who may not use it is told the same as if there were none.
   */
  private Optional<KeyRecord> ofOtherAccount(Scope own, CiphertextBlob blob) {
    return engine.table().accounts().stream()
        .map(account -> new KeyArn(own.partition(), own.region(), account, blob.keyId()))
        .flatMap(name -> with(name, blob).stream())
        .findFirst();
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
