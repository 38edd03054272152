package dev.keyward.embedded.audit;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.AuditVerification.Problem;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks all trails of a store, with memory for one line.
 *
 * <p>With the store, every line's seal is checked, every checkpoint's signature, and that each
 * trail reaches as far as the store knows: whatever was changed, removed, added or moved shows, but
 * for lines cut off a trail that was never closed, behind its last checkpoint. Without the store,
 * only what a signed checkpoint covers is proven.
 */
public final class TrailVerifier {
  static final String CHAIN_PURPOSE = "audit chain";

  private final TrailDirectory directory;
  private final String storeId;
  private final Optional<RecordStore> store;
  private final Optional<PublicKey> publicKey;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> unproven = new ArrayList<>();
  private long files;
  private long events;
  private long checkpoints;
  private long signed;
  private long open;

  private TrailVerifier(
      TrailDirectory directory,
      String storeId,
      Optional<RecordStore> store,
      Optional<PublicKey> publicKey) {
    this.directory = directory;
    this.storeId = storeId;
    this.store = store;
    this.publicKey = publicKey;
  }

  /**
   * Checks the trails of a store.
   *
   * @param settings where they are
   * @param store the store
   * @return what was found
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be read
   */
  public static AuditVerification verify(AuditSettings settings, RecordStore store) {
    return verify(settings, store, Integer.MAX_VALUE);
  }

  /**
   * Checks only the trails that were begun last, for a quick look.
   *
   * @param settings where they are
   * @param store the store
   * @param trails how many
   * @return what was found
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be read
   */
  public static AuditVerification verifyNewest(
      AuditSettings settings, RecordStore store, int trails) {
    return verify(settings, store, trails);
  }

  private static AuditVerification verify(
      AuditSettings settings, RecordStore store, int mostTrails) {
    TrailDirectory directory = new TrailDirectory(settings.directory(), store.storeId());
    // Heads before files: what is written meanwhile makes the files longer, never shorter.
    Map<String, TrailHead> heads = new TreeMap<>();
    new TrailHeads(store).forEach(heads::put);
    TrailVerifier verifier =
        new TrailVerifier(
            directory,
            store.storeId(),
            Optional.of(store),
            heads.isEmpty() ? Optional.empty() : CheckpointKeys.publicKey(store));
    try {
      verifier.checkPublicKeyFile();
      return verifier.run(heads, mostTrails);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot read the audit trail", directory.path(), e);
    }
  }

  /**
   * Checks a copy of the trails of a store without the store: only their signatures, with the
   * public key that lies beside them. Whoever needs certainty compares that key with one he was
   * given another way.
   *
   * @param directory the directory of the store's trails; its name is the store's id
   * @return what was found
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be read
   */
  public static AuditVerification verifySignatures(Path directory) {
    TrailDirectory trails = TrailDirectory.at(directory);
    try {
      PublicKey key = PublicKeyFile.read(trails.publicKey());
      String storeId = directory.getFileName().toString();
      return new TrailVerifier(trails, storeId, Optional.empty(), Optional.of(key))
          .run(Map.of(), Integer.MAX_VALUE);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot read the audit trail", directory, e);
    }
  }

  private void checkPublicKeyFile() throws IOException {
    Path file = directory.publicKey();
    if (publicKey.isPresent() && Files.isRegularFile(file)) {
      byte[] expected = PublicKeyFile.encode(publicKey.get());
      if (!Arrays.equals(expected, readShort(file))) {
        problem(file, 0, "is not the public key of the store");
      }
    } else if (publicKey.isPresent() && !directory.trails().isEmpty()) {
      problem(file, 0, "is missing");
    }
  }

  private static byte[] readShort(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(4096);
    }
  }

  private AuditVerification run(Map<String, TrailHead> heads, int most) throws IOException {
    Map<String, TreeMap<Integer, Path>> trails = directory.trails();
    int passedOver = Math.max(0, trails.size() - most);
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, TreeMap<Integer, Path>> entry : trails.entrySet()) {
      String trail = entry.getKey().substring(entry.getKey().indexOf('-') + 1);
      if (passedOver > 0) {
        passedOver--;
        seen.add(trail);
      } else if (seen.add(trail)) {
        check(trail, entry.getValue(), Optional.ofNullable(heads.get(trail)));
      } else {
        problem(entry.getValue().firstEntry().getValue(), 1, "this trail has two beginnings");
      }
    }
    heads.forEach(
        (trail, head) -> {
          if (!seen.contains(trail)) {
            String reason = "the files of this trail are missing; it had " + head.sequence();
            problems.add(new Problem("trail " + trail, 0, reason + " events"));
          }
        });
    return new AuditVerification(
        trails.size(), files, events, checkpoints, signed, open, unproven, problems);
  }

  private void check(String trail, TreeMap<Integer, Path> parts, Optional<TrailHead> head)
      throws IOException {
    files += parts.size();
    try (TrailCheck check = new TrailCheck(storeId, trail, chain(trail), publicKey, head)) {
      Optional<Problem> found = check.run(parts);
      found.ifPresent(problems::add);
      events += check.events();
      checkpoints += check.checkpoints();
      signed += check.signedEvents();
      if (found.isEmpty()) {
        open += check.isClosed() ? 0 : 1;
        check.unproven().ifPresent(unproven::add);
      }
    }
  }

  private Chain chain(String trail) {
    if (store.isEmpty()) {
      return Chain.unsealed(storeId, trail);
    }
    try (SecretBytes key = store.get().secretFor(CHAIN_PURPOSE)) {
      return Chain.sealed(storeId, trail, key);
    }
  }

  private void problem(Path file, long line, String reason) {
    problems.add(new Problem(file.getFileName().toString(), line, reason));
  }
}
