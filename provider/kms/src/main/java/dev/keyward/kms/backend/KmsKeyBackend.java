package dev.keyward.kms.backend;

import static dev.keyward.kms.backend.FailureTranslation.calling;

import dev.keyward.backend.Agrees;
import dev.keyward.backend.DataKeys;
import dev.keyward.backend.Encapsulates;
import dev.keyward.backend.Encrypts;
import dev.keyward.backend.KeyAdministration;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyDirectory;
import dev.keyward.backend.KeyImport;
import dev.keyward.backend.Macs;
import dev.keyward.backend.ManagedPublicKey;
import dev.keyward.backend.PublicKeys;
import dev.keyward.backend.RandomBytes;
import dev.keyward.backend.Signs;
import dev.keyward.backend.Verifies;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Tag;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.model.AliasEntry;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Any {@link Kms} as a {@link KeyBackend}. Checks what the KMS answers against what was asked, so
 * that a wrong or hostile answer is refused and not used.
 */
public final class KmsKeyBackend
    implements KeyBackend,
        DataKeys,
        Signs,
        Verifies,
        Encrypts,
        Macs,
        Agrees,
        Encapsulates,
        RandomBytes,
        PublicKeys,
        KeyDirectory,
        KeyAdministration,
        KeyImport {
  private final Kms kms;
  private final KmsCryptography cryptography;
  private final String location;

  /**
   * Adapts a KMS.
   *
   * @param kms the KMS; owned, closed together with this backend. Capabilities of the contract that
   *     it implements itself, such as {@link dev.keyward.backend.ChangeTracking}, are passed
   *     through
   * @param location where the keys are, for messages
   */
  public KmsKeyBackend(Kms kms, String location) {
    this.kms = Objects.requireNonNull(kms, "kms");
    this.cryptography = new KmsCryptography(kms);
    this.location = Objects.requireNonNull(location, "location");
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public <C> Optional<C> capability(Class<C> type) {
    if (type.isInstance(this)) {
      return Optional.of(type.cast(this));
    }
    return type.isInstance(kms) ? Optional.of(type.cast(kms)) : Optional.empty();
  }

  @Override
  public KeyMetadata describe(KeyReference key) {
    return calling(
        "describe " + key,
        () -> {
          KeyMetadata found =
              metadata(kms.describeKey(DescribeKey.Request.of(key.text())).keyMetadata());
          checkSameKey(key, found.arn());
          return found;
        });
  }

  @Override
  public DataKey generateDataKey(KeyReference key, int sizeBytes, EncryptionContext context) {
    return calling(
        "make a data key with " + key,
        () -> {
          GenerateDataKey.Response answer =
              kms.generateDataKey(
                  GenerateDataKey.Request.of(key.text())
                      .withNumberOfBytes(sizeBytes)
                      .withEncryptionContext(pairs(context)));
          SecretBytes plaintext = SecretBytes.owning(answer.plaintext());
          return orClosed(
              plaintext,
              () -> {
                requireRandom(plaintext, sizeBytes);
                KeyArn arn = KeyArn.parse(answer.keyId());
                checkSameKey(key, arn);
                return new DataKey(arn, answer.ciphertextBlob(), plaintext);
              });
        });
  }

  @Override
  public DataKey decryptDataKey(
      Optional<KeyReference> expected, byte[] encrypted, EncryptionContext context) {
    String what = "decrypt a data key" + expected.map(key -> " with " + key).orElse("");
    return calling(
        what,
        () -> {
          Decrypt.Request request =
              Decrypt.Request.of(encrypted).withEncryptionContext(pairs(context));
          Decrypt.Response answer =
              kms.decrypt(expected.map(key -> request.withKeyId(key.text())).orElse(request));
          SecretBytes plaintext = SecretBytes.owning(answer.plaintext());
          return orClosed(
              plaintext,
              () -> {
                KeyArn arn = KeyArn.parse(answer.keyId());
                expected.ifPresent(key -> checkSameKey(key, arn));
                return new DataKey(arn, encrypted, plaintext);
              });
        });
  }

  @Override
  public byte[] sign(
      KeyReference key, SigningAlgorithm algorithm, MessageType type, byte[] message) {
    return calling(
        "sign with " + key,
        () -> {
          Sign.Response answer =
              kms.sign(Sign.Request.of(key.text(), message, algorithm).withMessageType(type));
          checkSameKey(key, KeyArn.parse(answer.keyId()));
          if (answer.signature() == null || answer.signature().length == 0) {
            throw new InvalidAnswerException("The key service answered an empty signature.");
          }
          return answer.signature();
        });
  }

  @Override
  public boolean verify(
      KeyReference key,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    return cryptography.verify(key, algorithm, type, message, signature);
  }

  @Override
  public byte[] encrypt(
      KeyReference key,
      EncryptionAlgorithm algorithm,
      byte[] plaintext,
      EncryptionContext context) {
    return cryptography.encrypt(key, algorithm, plaintext, context);
  }

  @Override
  public SecretBytes decrypt(
      Optional<KeyReference> expected,
      EncryptionAlgorithm algorithm,
      byte[] ciphertext,
      EncryptionContext context) {
    return cryptography.decrypt(expected, algorithm, ciphertext, context);
  }

  @Override
  public byte[] generateMac(KeyReference key, KeySpec spec, byte[] message) {
    return cryptography.generateMac(key, spec, message);
  }

  @Override
  public SecretBytes deriveSharedSecret(KeyReference key, byte[] peerPublicKey) {
    return cryptography.deriveSharedSecret(key, peerPublicKey);
  }

  @Override
  public Encapsulation encapsulate(KeyReference key) {
    return cryptography.encapsulate(key);
  }

  @Override
  public SecretBytes decapsulate(KeyReference key, byte[] encapsulation) {
    return cryptography.decapsulate(key, encapsulation);
  }

  @Override
  public SecretBytes randomBytes(int count) {
    return cryptography.randomBytes(count);
  }

  @Override
  public ManagedPublicKey publicKey(KeyReference key) {
    return calling(
        "get the public key of " + key,
        () -> {
          GetPublicKey.Response answer = kms.getPublicKey(GetPublicKey.Request.of(key.text()));
          KeyArn arn = KeyArn.parse(answer.keyId());
          checkSameKey(key, arn);
          return new ManagedPublicKey(arn, answer.keySpec(), answer.keyUsage(), answer.publicKey());
        });
  }

  @Override
  public Page<AliasEntry> aliases(Optional<String> marker, int limit) {
    return calling(
        "list aliases",
        () -> {
          ListAliases.Request request = ListAliases.Request.of().withLimit(limit);
          ListAliases.Response answer =
              kms.listAliases(marker.map(request::withMarker).orElse(request));
          List<AliasEntry> entries = answer.aliases().stream().map(KmsKeyBackend::alias).toList();
          return new Page<>(entries, Optional.ofNullable(answer.nextMarker()));
        });
  }

  @Override
  public KeyMetadata createKey(NewKey key) {
    return calling(
        "create a key of spec " + key.spec(),
        () ->
            metadata(
                kms.createKey(
                        CreateKey.Request.of(key.spec(), key.usage())
                            .withDescription(key.description())
                            .withTags(tags(key.tags())))
                    .keyMetadata()));
  }

  @Override
  public KeyMetadata importKey(NewKey key, SecretBytes material) {
    return new KmsImport(kms).importKey(key, material);
  }

  @Override
  public void putAlias(AliasName alias, KeyId target) {
    calling(
        "point " + alias + " to " + target,
        () -> {
          try {
            kms.createAlias(CreateAlias.Request.of(alias.text(), target.text()));
          } catch (KmsServiceException e) {
            if (!e.is(ErrorCode.ALREADY_EXISTS)) {
              throw e;
            }
            kms.updateAlias(UpdateAlias.Request.of(alias.text(), target.text()));
          }
          return null;
        });
  }

  @Override
  public void deleteAlias(AliasName alias) {
    calling(
        "delete " + alias,
        () -> {
          kms.deleteAlias(DeleteAlias.Request.of(alias.text()));
          return null;
        });
  }

  @Override
  public Instant scheduleDeletion(KeyId key, int days) {
    return calling(
        "schedule the deletion of " + key,
        () ->
            kms.scheduleKeyDeletion(
                    ScheduleKeyDeletion.Request.of(key.text()).withPendingWindowInDays(days))
                .deletionDate());
  }

  @Override
  public void close() {
    kms.close();
  }

  /** A KMS that answers for another key than the one that was named is not believed. */
  static void checkSameKey(KeyReference asked, KeyArn answered) {
    boolean same =
        asked instanceof KeyArn arn
            ? arn.equals(answered)
            : !(asked instanceof KeyId id) || id.equals(answered.keyId());
    if (!same) {
      throw new InvalidAnswerException(
          "The key service answered for " + answered + " when asked for " + asked + ".");
    }
  }

  /** A data key of an answer that is refused is zeroed at once. */
  private static DataKey orClosed(SecretBytes plaintext, Supplier<DataKey> checked) {
    try {
      return checked.get();
    } catch (RuntimeException e) {
      plaintext.close();
      throw e;
    }
  }

  static void requireRandom(SecretBytes plaintext, int sizeBytes) {
    if (plaintext.length() != sizeBytes || isZero(plaintext)) {
      throw new InvalidAnswerException(
          "The key service answered something that is not "
              + sizeBytes
              + " random bytes. It was not used.");
    }
  }

  private static boolean isZero(SecretBytes secret) {
    return secret.read(
        bytes -> {
          int any = 0;
          for (byte b : bytes) {
            any |= b;
          }
          return any == 0 && bytes.length >= 16;
        });
  }

  /** Absent if there is none: an empty list is not the same to every service. */
  static List<Tag> tags(Map<String, String> tags) {
    return tags.isEmpty()
        ? null
        : tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  static Map<String, String> pairs(EncryptionContext context) {
    return context.isEmpty() ? null : context.pairs();
  }

  private static AliasEntry alias(AliasListEntry entry) {
    return new AliasEntry(
        new AliasName(entry.aliasName()),
        Optional.ofNullable(entry.targetKeyId()).map(KeyId::new),
        Optional.ofNullable(entry.creationDate()),
        Optional.ofNullable(entry.lastUpdatedDate()));
  }

  static KeyMetadata metadata(dev.keyward.kms.KeyMetadata key) {
    return new KeyMetadata(
        KeyArn.parse(key.arn()),
        key.keySpec(),
        key.keyUsage(),
        key.keyState(),
        key.origin(),
        key.description() == null ? "" : key.description(),
        key.creationDate(),
        Optional.ofNullable(key.deletionDate()));
  }
}
