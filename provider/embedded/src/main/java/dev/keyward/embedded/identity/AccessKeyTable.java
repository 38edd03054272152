package dev.keyward.embedded.identity;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.identity.AccessKey;
import dev.keyward.identity.AccessKeys;
import dev.keyward.identity.IssuedAccessKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.Quoted;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The administrator's view of access keys, on the store. */
public final class AccessKeyTable implements AccessKeys {
  /** More than any user has, should the limit ever have been higher. */
  private static final int PAGE = 100;

  private static final String PREFIX = "AKIA";
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int RANDOM_CHARACTERS = 16;

  /** 40 characters of Base64. */
  private static final int SECRET_BYTES = 30;

  private static final Pattern USER = Pattern.compile("arn:[a-z-]+:iam::[0-9]{12}:user/.+");
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{16,128}");

  private final RecordStore store;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * Makes the table.
   *
   * @param store where everything is
   * @param clock gives dates of creation
   * @param random makes secrets
   */
  public AccessKeyTable(RecordStore store, InstantSource clock, SecureRandom random) {
    this.store = Objects.requireNonNull(store, "store");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
  }

  /** Tells whether a text can be the id of an access key. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  static RecordId record(String id) {
    if (!isId(id)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "Not the id of an access key: " + Quoted.of(id));
    }
    return new RecordId(RecordKind.ACCESS_KEY, id);
  }

  /** The changes that delete all access keys of somebody. */
  static List<Change> deletingAllOf(RecordStore store, String userArn) {
    return of(store, userArn).stream()
        .map(StoredRecord::wiped)
        .map(stored -> (Change) new Change.Delete(stored.id(), stored.version()))
        .toList();
  }

  private static List<StoredRecord> of(RecordStore store, String userArn) {
    return store.children(RecordKind.ACCESS_KEY, userArn, Optional.empty(), PAGE);
  }

  @Override
  public IssuedAccessKey create(String userArn) {
    StoredRecord user = user(userArn);
    List<StoredRecord> others = of(store, userArn);
    others.forEach(StoredRecord::wiped);
    if (others.size() >= MAX_PER_USER) {
      throw new KmsServiceException(
          ErrorCode.LIMIT_EXCEEDED,
          userArn + " has " + others.size() + " access keys already. Delete one first.");
    }
    byte[] secret = newSecret();
    AccessKeyRecord made =
        new AccessKeyRecord(newId(), userArn, AccessKey.Status.ACTIVE, clock.instant(), secret);
    // The user is written again, so that nobody deletes it, or makes a third key, meanwhile.
    put(made, 0, new Change.Put(user.id(), user.parent(), user.version(), user.content()));
    return new IssuedAccessKey(made.accessKey(), SecretBytes.owning(secret));
  }

  @Override
  public List<AccessKey> list(String userArn) {
    user(userArn);
    return of(store, userArn).stream()
        .map(
            stored -> {
              AccessKeyRecord found = AccessKeyRecord.parse(stored);
              found.wipe();
              return found.accessKey();
            })
        .toList();
  }

  @Override
  public void setStatus(String id, AccessKey.Status status) {
    StoredRecord stored = existing(id);
    AccessKeyRecord found = AccessKeyRecord.parse(stored);
    try {
      if (found.status() != status) {
        put(found.with(status), stored.version());
      }
    } finally {
      found.wipe();
    }
  }

  @Override
  public void delete(String id) {
    StoredRecord stored = existing(id).wiped();
    commit(List.of(new Change.Delete(stored.id(), stored.version())));
  }

  private StoredRecord existing(String id) {
    return store
        .read(record(id))
        .orElseThrow(() -> notFound("The access key " + id + " does not exist."));
  }

  private StoredRecord user(String arn) {
    if (!USER.matcher(arn).matches()) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "Only users have access keys, got " + Quoted.of(arn));
    }
    return store
        .read(Names.principalRecord(arn))
        .orElseThrow(() -> notFound(arn + " does not exist."));
  }

  private void put(AccessKeyRecord record, long version, Change... more) {
    byte[] content = JsonCodec.write(record);
    try {
      Change put =
          new Change.Put(record(record.id()), Optional.of(record.userArn()), version, content);
      List<Change> changes = new java.util.ArrayList<>(List.of(more));
      changes.add(put);
      commit(changes);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private void commit(List<Change> changes) {
    try {
      store.commit(changes);
    } catch (StoreConflictException e) {
      throw new KmsServiceException(
          ErrorCode.CONFLICT, e.record().id() + " was changed at the same time. Try again.");
    }
  }

  private String newId() {
    byte[] bytes = new byte[RANDOM_CHARACTERS];
    random.nextBytes(bytes);
    StringBuilder id = new StringBuilder(PREFIX);
    for (byte b : bytes) {
      id.append(ALPHABET.charAt(b & 31));
    }
    return id.toString();
  }

  private byte[] newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    try {
      return Base64.getEncoder().encode(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static KmsServiceException notFound(String message) {
    return new KmsServiceException(ErrorCode.NOT_FOUND, message);
  }
}
