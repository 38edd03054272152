package dev.keyward.embedded.root;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.embedded.files.Steps;
import dev.keyward.failure.StoreSealedException;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/** A root key of 32 random bytes in a file that only its owner can read. */
final class KeyFile implements RootKeySource {
  static final String KIND = "file";

  private static final String NEXT_SUFFIX = ".next";

  private final Path file;

  KeyFile(Path file) {
    this.file = file;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(file);
  }

  @Override
  public RootKey open() {
    try {
      return read();
    } catch (NoSuchFileException e) {
      throw new StoreSealedException(
          "SEALED: root key file "
              + file
              + " is missing. Put it back from a backup; without it no key of this store can be"
              + " used.");
    } catch (IOException e) {
      throw unusable(PrivateFiles.unavailable("cannot read", file, e).getMessage());
    }
  }

  @Override
  public RootKey openOrCreate(SecureRandom random) {
    return openOrCreate(random, Steps.NONE);
  }

  @Override
  public RootKey openOrCreate(SecureRandom random, Steps steps) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      create(random, steps);
    }
    return open();
  }

  /** The file beside this one that a rotation makes first. */
  @Override
  public Optional<RootKeySource> successor() {
    return Optional.of(next());
  }

  @Override
  public void succeed(Steps steps) throws IOException {
    if (Files.exists(next().file, LinkOption.NOFOLLOW_LINKS)) {
      PrivateFiles.moveOver(next().file, file, steps);
    }
  }

  @Override
  public void retire(Steps steps) throws IOException {
    PrivateFiles.erase(file, steps);
  }

  private KeyFile next() {
    return new KeyFile(file.resolveSibling(file.getFileName() + NEXT_SUFFIX));
  }

  private void create(SecureRandom random, Steps steps) {
    byte[] key = new byte[LocalRootKey.LENGTH];
    random.nextBytes(key);
    try {
      PrivateFiles.createDirectories(file.getParent());
      PrivateFiles.createWith(file, key, random, steps);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot make the root key file", file, e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private RootKey read() throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw unusable("it is a symbolic link; configure the file it points to");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      checkOwner();
    }
    byte[] key = PrivateFiles.read(file, LocalRootKey.LENGTH);
    if (key.length != LocalRootKey.LENGTH) {
      int length = key.length;
      Arrays.fill(key, (byte) 0);
      throw unusable("it has " + length + " bytes instead of 32");
    }
    return new LocalRootKey(SecretBytes.owning(key), "key file " + file, new SecureRandom());
  }

  private void checkOwner() throws IOException {
    if (!PrivateFiles.isOurs(file)) {
      throw unusable("it belongs to another user");
    }
    if (PrivateFiles.isOpenToOthers(file)) {
      throw unusable("others can read or write it; run chmod 600 on it and consider a new root");
    }
  }

  private StoreSealedException unusable(String reason) {
    return new StoreSealedException(
        "SEALED: root key file " + file + " cannot be used: " + reason + ".");
  }
}
