package dev.keyward.embedded.audit;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.embedded.store.RecordStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;

/** Makes checkpoints. The key is fetched from the store for the first one. */
final class CheckpointSigner {
  private final RecordStore store;
  private final TrailDirectory directory;
  private final SecureRandom random;
  private final String storeId;
  private KeyPair pair;

  CheckpointSigner(RecordStore store, TrailDirectory directory, SecureRandom random) {
    this.store = store;
    this.storeId = store.storeId();
    this.directory = directory;
    this.random = random;
  }

  /** What a checkpoint is about. */
  record Position(String trail, long sequence, String digest, boolean closed) {}

  synchronized Checkpoint sign(Position at, Instant now) {
    if (pair == null) {
      KeyPair loaded = CheckpointKeys.loadOrMake(store, random);
      publish(loaded.getPublic());
      pair = loaded;
    }
    String time = now.toString();
    byte[] text =
        Checkpoint.signedText(storeId, at.trail(), at.sequence(), at.digest(), time, at.closed());
    byte[] signature = CheckpointKeys.sign(pair.getPrivate(), text);
    return new Checkpoint(time, at.digest(), at.closed(), signature);
  }

  /** Puts the public key beside the files; a key that is there already is left for the verifier. */
  private void publish(PublicKey key) {
    try {
      directory.prepare();
      if (!Files.exists(directory.publicKey())) {
        PrivateFiles.createWith(directory.publicKey(), PublicKeyFile.encode(key), random);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
