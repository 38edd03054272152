package dev.keyward.embedded.health;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.embedded.store.StoreFiles;
import dev.keyward.kms.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who may read the files of a store, where its root key lies, and whether it has an anchor. */
public final class FilesCheck {
  private FilesCheck() {}

  /**
   * Looks at the files.
   *
   * @param files where they are
   * @return what was found
   */
  public static List<Finding> run(StoreFiles files) {
    List<Finding> findings = new ArrayList<>();
    try {
      findings.add(modes(files));
      findings.add(rootKey(files));
      findings.add(anchor(files));
    } catch (IOException e) {
      findings.add(
          Finding.fail(
              "store files",
              "cannot be looked at: " + e.getClass().getSimpleName() + " " + e.getMessage(),
              "Run this as the user the store belongs to."));
    }
    return findings;
  }

  private static Finding modes(StoreFiles files) throws IOException {
    List<Path> all = new ArrayList<>(List.of(files.directory()));
    try (Stream<Path> entries = Files.list(files.directory())) {
      entries.forEach(all::add);
    }
    files.rootKey().filter(FilesCheck::isThere).ifPresent(all::add);
    if (isThere(files.anchor())) {
      all.add(files.anchor());
    }
    for (Path path : all) {
      // The database's log comes and goes while we look.
      if (isThere(path) && PrivateFiles.isOpenToOthers(path)) {
        return Finding.fail(
            "file modes",
            path + " is open to other users",
            "Run chmod go= on it, and find out who read it.");
      }
    }
    return Finding.ok("file modes", all.size() + " files are private to their owner");
  }

  private static Finding rootKey(StoreFiles files) throws IOException {
    if (files.rootKey().isEmpty()) {
      return Finding.ok("root key", "of kind " + files.rootKind() + ", not in a file");
    }
    Path file = files.rootKey().get();
    Path directory = files.directory().toRealPath();
    if (file.toRealPath().startsWith(directory)) {
      return Finding.warn(
          "root key",
          file + " lies in the store directory: whoever copies the store has its keys",
          "Move it to another directory, better to another volume, and set root-key=file:PATH.");
    }
    return Finding.ok("root key", "file " + file + ", outside the store");
  }

  private static Finding anchor(StoreFiles files) {
    return isThere(files.anchor())
        ? Finding.ok("anchor", files.anchor() + " notes the last commit outside the store")
        : Finding.warn(
            "anchor",
            files.anchor() + " is missing: an older copy of the store would not be noticed",
            "Any change of the store writes it anew; keep it out of the store's backups.");
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
