package dev.keyward.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.embedded.imports.ImportToken;
import dev.keyward.embedded.imports.ImportTokenException;
import dev.keyward.embedded.imports.KeyMaterialId;
import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyLifecycle.Edit;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyRecord.Draft;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.material.ImportedMaterial;
import dev.keyward.embedded.material.MaterialException;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.embedded.material.WrappingKey;
import dev.keyward.embedded.store.Change;
import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportType;
import dev.keyward.kms.ImportWrapping;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.secret.SecretBytes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports key material that was made elsewhere: section 13 of the contract. */
final class ImportOperations implements AutoCloseable {
  private static final Duration TOKEN_LIFE = Duration.ofHours(24);
  private static final Duration MAX_LIFE = Duration.ofDays(365);

  private final Engine engine;
  private final SecretBytes tokenKey;

  ImportOperations(Engine engine) {
    this.engine = engine;
    this.tokenKey = engine.store().secretFor("import-token");
  }

  GetParametersForImport.Response parameters(Call call, GetParametersForImport.Request request) {
    KeyArn name = call.keyName(request.keyId());
    KeyRecord known = call.keyById(request.keyId());
    check(known, Kind.PREPARE_IMPORT);
    requireFits(request.wrappingAlgorithm(), request.wrappingKeySpec(), known.keySpec());
    Instant validTo = engine.lifecycle().now().plus(TOKEN_LIFE);
    String tokenId = engine.lifecycle().newUuid().toString();
    try (NewMaterial wrapping = WrappingKey.generate(request.wrappingKeySpec(), engine.random());
        ImportToken token =
            new ImportToken(
                tokenId,
                name.text(),
                request.wrappingAlgorithm(),
                validTo,
                wrapping.stored().read(SecretBytes::copyOf))) {
      byte[] sealed = token.seal(tokenKey, engine.random());
      engine
          .lifecycle()
          .change(
              name,
              key -> {
                check(engine.resolver().seen(key), Kind.PREPARE_IMPORT);
                return key.with(draft -> draft.importTokenId = tokenId);
              });
      return new GetParametersForImport.Response(
          name.text(), sealed, wrapping.publicKey().orElseThrow(), validTo);
    }
  }

  private static void check(KeyRecord key, Kind kind) {
    KeyRules.requireOrigin(key, KeyOrigin.EXTERNAL);
    StateRules.check(key, kind);
  }

  private static void requireFits(
      WrappingAlgorithm algorithm, WrappingKeySpec wrapping, KeySpec spec) {
    boolean offered =
        wrapping != WrappingKeySpec.SM2
            && switch (algorithm) {
              case RSAES_OAEP_SHA_1,
                  RSAES_OAEP_SHA_256,
                  RSA_AES_KEY_WRAP_SHA_1,
                  RSA_AES_KEY_WRAP_SHA_256 ->
                  true;
              case RSAES_PKCS1_V1_5, SM2PKE -> false;
            };
    if (!offered) {
      throw KeyRules.unsupported(
          "Wrapping with " + algorithm + " and " + wrapping + " is not offered.");
    }
    boolean tooLong =
        switch (spec) {
          case RSA_2048, RSA_3072, RSA_4096 -> true;
          case ECC_NIST_P521 -> wrapping == WrappingKeySpec.RSA_2048;
          default -> false;
        };
    if (!ImportWrapping.isTwoStep(algorithm) && tooLong) {
      throw KeyRules.unsupported(
          "Key material of spec "
              + spec
              + " is too long for "
              + algorithm
              + " with "
              + wrapping
              + ". Use RSA_AES_KEY_WRAP_SHA_256.");
    }
  }

  ImportKeyMaterial.Response importMaterial(Call call, ImportKeyMaterial.Request request) {
    Instant expires = expires(request);
    KeyArn name = call.keyName(request.keyId());
    KeyRecord known = call.keyById(request.keyId());
    check(known, Kind.IMPORT);
    requireSymmetricMembers(known, request);
    try (NewMaterial material = unwrapped(known, request)) {
      Arrival arrival = new Arrival(request, expires, material, id(known, material));
      KeyRecord imported =
          engine
              .lifecycle()
              .edit(
                  name,
                  key -> {
                    check(engine.resolver().seen(key), Kind.IMPORT);
                    return imported(key, arrival);
                  });
      String id = imported.keySpec() == KeySpec.SYMMETRIC_DEFAULT ? arrival.id() : null;
      call.answers("keyId", name.text());
      if (id != null) {
        call.notes("keyMaterialId", id);
      }
      return new ImportKeyMaterial.Response(name.text(), id);
    }
  }

  /** Material on its way into a key. */
  private record Arrival(
      ImportKeyMaterial.Request request, Instant expires, NewMaterial material, String id) {}

  private Instant expires(ImportKeyMaterial.Request request) {
    ExpirationModel model =
        request.expirationModel() == null
            ? ExpirationModel.KEY_MATERIAL_EXPIRES
            : request.expirationModel();
    Instant validTo = request.validTo();
    if (model == ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE) {
      if (validTo != null) {
        throw KeyRules.invalid(
            "A validTo date must not be set if the ExpirationModel is"
                + " KEY_MATERIAL_DOES_NOT_EXPIRE");
      }
      return null;
    }
    if (validTo == null) {
      throw KeyRules.invalid(
          "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
    }
    Instant now = engine.clock().instant();
    if (!validTo.isAfter(now)) {
      throw KeyRules.invalid("ValidTo must be in the future");
    }
    if (validTo.isAfter(now.plus(MAX_LIFE))) {
      throw KeyRules.invalid("ValidTo must be at most " + MAX_LIFE.toDays() + " days ahead");
    }
    return validTo;
  }

  private static void requireSymmetricMembers(KeyRecord key, ImportKeyMaterial.Request request) {
    boolean symmetricOnly =
        request.importType() == ImportType.NEW_KEY_MATERIAL
            || request.keyMaterialId() != null
            || request.keyMaterialDescription() != null;
    if (key.keySpec() != KeySpec.SYMMETRIC_DEFAULT && symmetricOnly && !key.backingKeys().isEmpty()
        || key.keySpec() != KeySpec.SYMMETRIC_DEFAULT && request.keyMaterialId() != null) {
      throw KeyRules.invalid(
          "ImportType, KeyMaterialId and KeyMaterialDescription are for symmetric encryption keys.");
    }
    if (request.keyMaterialId() != null && request.importType() == ImportType.NEW_KEY_MATERIAL) {
      throw KeyRules.invalid("KeyMaterialId cannot be used with ImportType NEW_KEY_MATERIAL.");
    }
  }

  private NewMaterial unwrapped(KeyRecord key, ImportKeyMaterial.Request request) {
    try (ImportToken token =
            ImportToken.open(
                request.importToken(), tokenKey, key.arn().text(), engine.clock().instant());
        SecretBytes bytes = unwrap(key, token, request.encryptedKeyMaterial())) {
      return bytes.read(material -> checked(key.keySpec(), material));
    } catch (ImportTokenException e) {
      throw new KmsServiceException(
          switch (e.reason()) {
            case INVALID -> ErrorCode.INVALID_IMPORT_TOKEN;
            case EXPIRED -> ErrorCode.EXPIRED_IMPORT_TOKEN;
          },
          e.getMessage());
    }
  }

  private SecretBytes unwrap(KeyRecord key, ImportToken token, byte[] wrapped) {
    // A token that a newer one replaced is not valid any more.
    if (key.importTokenId() != null
        && !MessageDigest.isEqual(
            token.tokenId().getBytes(US_ASCII), key.importTokenId().getBytes(US_ASCII))) {
      throw new KmsServiceException(
          ErrorCode.INVALID_IMPORT_TOKEN, "A newer import token replaced this one.");
    }
    WrappingKey wrapping = token.wrappingKey().read(WrappingKey::open);
    try {
      return wrapping.unwrap(token.algorithm(), wrapped, engine.random());
    } catch (MaterialException e) {
      throw Cryptography.invalidCiphertext();
    }
  }

  private static NewMaterial checked(KeySpec spec, byte[] material) {
    try {
      return ImportedMaterial.check(spec, material);
    } catch (MaterialException e) {
      throw incorrect("The key material cannot be used: " + e.getMessage() + ".");
    }
  }

  private String id(KeyRecord key, NewMaterial material) {
    return material.stored().read(bytes -> KeyMaterialId.ofImported(key.keyId(), bytes));
  }

  private Edit imported(KeyRecord key, Arrival arrival) {
    Optional<BackingKey> known = key.generation(arrival.id());
    boolean isNew =
        arrival.request().importType() == null
            ? key.backingKeys().isEmpty()
            : arrival.request().importType() == ImportType.NEW_KEY_MATERIAL;
    if (isNew) {
      return known.isPresent() && !key.keySpec().isKeyPair() && isAssociated(known.get())
          ? refuseKnown()
          : addition(key, arrival, known);
    }
    requireAsked(arrival);
    return again(key, arrival, known.orElseThrow(ImportOperations::unknownMaterial));
  }

  private static boolean isAssociated(BackingKey generation) {
    return !generation.isPending() || !Boolean.TRUE.equals(generation.missing());
  }

  private static Edit refuseKnown() {
    throw incorrect("The key material belongs to the key already.");
  }

  private static void requireAsked(Arrival arrival) {
    String asked = arrival.request().keyMaterialId();
    if (asked != null && !asked.equals(arrival.id())) {
      throw incorrect("The key material is not the one that KeyMaterialId names.");
    }
  }

  private static KmsServiceException unknownMaterial() {
    return incorrect("The key material is not the one that was imported before.");
  }

  /** Material that the key has not had: the first one becomes current, others wait. */
  private Edit addition(KeyRecord key, Arrival arrival, Optional<BackingKey> known) {
    if (key.keySpec() != KeySpec.SYMMETRIC_DEFAULT && !key.backingKeys().isEmpty()) {
      throw unknownMaterial();
    }
    KeyRules.refuseReplica(key);
    boolean first = key.currentIfAny().isEmpty();
    Optional<BackingKey> replaced = first ? Optional.empty() : key.pending();
    int number =
        replaced.or(() -> known).map(BackingKey::number).orElse(key.backingKeys().size() + 1);
    BackingKey added =
        new BackingKey(
            number,
            arrival.id(),
            engine.lifecycle().now(),
            null,
            arrival.request().keyMaterialDescription(),
            first ? null : true,
            null,
            arrival.expires(),
            null);
    if (replaced.isPresent()
        && !replaced.get().keyMaterialId().equals(arrival.id())
        && !Boolean.TRUE.equals(replaced.get().missing())) {
      throw incorrect(
          "Other key material waits for its rotation already. Rotate to it or delete it first.");
    }
    List<Change> more = new ArrayList<>();
    for (Versioned<KeyRecord> replica : engine.regions().others(key)) {
      more.addAll(
          engine
              .table()
              .changing(
                  replica,
                  replica
                      .value()
                      .with(
                          draft -> {
                            put(draft, added.withoutMaterial());
                            draft.publicKey = publicKey(arrival);
                          })));
    }
    return stored(key, arrival, added, more);
  }

  /** Material that the key had: it comes back, or gets another date. */
  private Edit again(KeyRecord key, Arrival arrival, BackingKey known) {
    BackingKey here = known.imported(arrival.request().keyMaterialDescription(), arrival.expires());
    return stored(key, arrival, here, new ArrayList<>());
  }

  private Edit stored(KeyRecord key, Arrival arrival, BackingKey generation, List<Change> more) {
    more.addAll(
        engine
            .table()
            .replacingMaterial(
                key.arn(), generation.number(), arrival.material().stored().read(byte[]::clone)));
    KeyRecord next =
        key.with(
            draft -> {
              put(draft, generation);
              draft.publicKey = publicKey(arrival);
              draft.deletedAtRunningSeconds = null;
            });
    Instant now = engine.lifecycle().now();
    boolean ready = key.keyState() == KeyState.PENDING_IMPORT && next.hasAllMaterial(now);
    return new Edit(ready ? next.withState(KeyState.ENABLED) : next, more);
  }

  private static byte[] publicKey(Arrival arrival) {
    return arrival.material().publicKey().orElse(null);
  }

  private static void put(Draft draft, BackingKey generation) {
    boolean known =
        draft.backingKeys.stream().anyMatch(old -> old.number().equals(generation.number()));
    if (known) {
      draft.replace(generation);
    } else {
      draft.backingKeys.add(generation);
    }
  }

  DeleteImportedKeyMaterial.Response delete(Call call, DeleteImportedKeyMaterial.Request request) {
    KeyArn name = call.keyName(request.keyId());
    String[] deleted = new String[1];
    engine
        .lifecycle()
        .edit(
            name,
            key -> {
              call.permit(key);
              check(engine.resolver().seen(key), Kind.DELETE_MATERIAL);
              Optional<BackingKey> generation = toDelete(key, request.keyMaterialId());
              deleted[0] = generation.map(BackingKey::keyMaterialId).orElse(null);
              return generation.map(found -> without(key, found)).orElse(Edit.of(key));
            });
    String shown =
        engine.resolver().find(name).orElseThrow().value().keySpec() == KeySpec.SYMMETRIC_DEFAULT
            ? deleted[0]
            : null;
    call.answers("keyId", name.text());
    return new DeleteImportedKeyMaterial.Response(name.text(), shown);
  }

  private static Optional<BackingKey> toDelete(KeyRecord key, String asked) {
    if (asked == null) {
      return key.currentIfAny();
    }
    return Optional.of(
        key.generation(asked)
            .orElseThrow(
                () ->
                    new KmsServiceException(
                        ErrorCode.NOT_FOUND, "Key material " + asked + " is not found.")));
  }

  private Edit without(KeyRecord key, BackingKey generation) {
    List<Change> more = new ArrayList<>();
    engine.table().deletingMaterial(key.arn(), generation.number()).ifPresent(more::add);
    if (generation.isPending() && key.isPrimary()) {
      // Material that was never current is forgotten in every Region.
      for (Versioned<KeyRecord> replica : engine.regions().others(key)) {
        engine
            .table()
            .deletingMaterial(replica.value().arn(), generation.number())
            .ifPresent(more::add);
        more.addAll(
            engine
                .table()
                .changing(
                    replica,
                    replica.value().with(draft -> draft.replace(generation.withoutMaterial()))));
      }
    }
    KeyRecord next = key.with(draft -> draft.replace(generation.withoutMaterial()));
    return new Edit(waiting(next, engine.lifecycle().now()), more);
  }

  /**
   * A key that lacks material which was in use waits for its import, unless it is to be deleted.
   */
  static KeyRecord waiting(KeyRecord key, Instant now) {
    boolean switchable = key.keyState() == KeyState.ENABLED || key.keyState() == KeyState.DISABLED;
    return switchable && !key.hasAllMaterial(now) ? key.withState(KeyState.PENDING_IMPORT) : key;
  }

  private static KmsServiceException incorrect(String text) {
    return new KmsServiceException(ErrorCode.INCORRECT_KEY_MATERIAL, text);
  }

  @Override
  public void close() {
    tokenKey.close();
  }
}
