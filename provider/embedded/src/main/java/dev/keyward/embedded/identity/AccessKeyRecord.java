package dev.keyward.embedded.identity;

import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.identity.AccessKey;
import dev.keyward.identity.Credential;
import dev.keyward.kms.json.JsonCodec;
import java.time.Instant;
import java.util.Arrays;

/**
 * An access key as the store keeps it (in JSON, sealed like every record).
 *
 * @param id the access key
 * @param userArn whose
 * @param status whether it may be used
 * @param created when it was created
 * @param secret 40 characters in ASCII; zeroed by who read the record
 */
record AccessKeyRecord(
    String id, String userArn, AccessKey.Status status, Instant created, byte[] secret) {

  /** Reads a record and zeroes its bytes; the secret is a copy. */
  static AccessKeyRecord parse(StoredRecord stored) {
    try {
      return JsonCodec.read(stored.content(), AccessKeyRecord.class, JsonCodec.Reading.REQUEST);
    } finally {
      stored.wiped();
    }
  }

  AccessKey accessKey() {
    return new AccessKey(id, userArn, status, created);
  }

  Credential credential(long version) {
    return new Credential(id, userArn, version);
  }

  boolean isActive() {
    return status == AccessKey.Status.ACTIVE;
  }

  AccessKeyRecord with(AccessKey.Status changed) {
    return new AccessKeyRecord(id, userArn, changed, created, secret);
  }

  void wipe() {
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public String toString() {
    return "AccessKeyRecord[" + id + "]";
  }
}
