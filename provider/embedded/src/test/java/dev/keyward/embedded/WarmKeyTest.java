package dev.keyward.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that was used once is used again without a look into the database. */
class WarmKeyTest {
  @TempDir private Path home;

  @Test
  void use_ofKeysUsedBefore_readsNoRecord() {
    CountingStore store = new CountingStore(StoreDirectory.open(StoreSettings.inHome(home)));
    try (EmbeddedKms kms =
        new EmbeddedKms(
            store, EmbeddedKmsFixture.SCOPE, InstantSource.system(), JdkRandom.shared())) {
      String symmetric = EmbeddedKmsFixture.symmetric(kms);
      String pair = EmbeddedKmsFixture.create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
      useOnce(kms, symmetric, pair);
      assertThat(store.reads.get()).as("the first use reads").isPositive();
      store.reads.set(0);
      for (int i = 0; i < 200; i++) {
        useOnce(kms, symmetric, pair);
      }
      assertThat(store.reads.get()).isZero();
    }
  }

  private static void useOnce(EmbeddedKms kms, String symmetric, String pair) {
    byte[] blob =
        kms.generateDataKey(GenerateDataKey.Request.of(symmetric).withNumberOfBytes(32))
            .ciphertextBlob();
    kms.decrypt(Decrypt.Request.of(blob));
    kms.sign(Sign.Request.of(pair, new byte[32], SigningAlgorithm.ECDSA_SHA_256));
  }

  private static final class CountingStore implements RecordStore {
    private final RecordStore store;
    private final AtomicInteger reads = new AtomicInteger();

    private CountingStore(RecordStore store) {
      this.store = store;
    }

    @Override
    public String storeId() {
      return store.storeId();
    }

    @Override
    public Optional<StoredRecord> read(RecordId id) {
      reads.incrementAndGet();
      return store.read(id);
    }

    @Override
    public List<StoredRecord> scan(
        RecordKind kind, String prefix, Optional<String> after, int limit) {
      reads.incrementAndGet();
      return store.scan(kind, prefix, after, limit);
    }

    @Override
    public List<StoredRecord> children(
        RecordKind kind, String parent, Optional<String> after, int limit) {
      reads.incrementAndGet();
      return store.children(kind, parent, after, limit);
    }

    @Override
    public long count(RecordKind kind, String prefix) {
      reads.incrementAndGet();
      return store.count(kind, prefix);
    }

    @Override
    public void commit(List<Change> changes) {
      store.commit(changes);
    }

    @Override
    public Set<RecordId> pollChanges() {
      return store.pollChanges();
    }

    @Override
    public SecretBytes secretFor(String purpose) {
      return store.secretFor(purpose);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
