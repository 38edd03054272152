package dev.keyward.keystore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Certificates of a key store, one PEM file per alias. Files are read when they are asked for and
 * again when they changed; they are replaced in one step, so that a reader sees the old or the new
 * chain. Thread-safe; several processes may share a directory.
 */
public final class CertificateDirectory {
  private static final int MAX_LISTED = 100_000;

  private final Path directory;
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  private record Stamp(FileTime modified, long size, Object fileKey) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  private record Cached(Stamp stamp, Optional<CertificateEntry> entry) {}

  /**
   * Names the directory. Nothing is read or made yet.
   *
   * @param directory the directory; made when the first certificate is stored
   */
  public CertificateDirectory(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /**
   * Looks up the certificates of an alias. A file that cannot be used counts as absent and is
   * reported once in the log, so that one bad file does not spoil a key store.
   *
   * @param alias a short alias name
   * @return the certificates; empty if there are none
   */
  public Optional<CertificateEntry> find(String alias) {
    Optional<Path> file = CertificateFileName.of(alias).map(directory::resolve);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      Stamp stamp = Stamp.of(file.get());
      Cached cached = cache.get(alias);
      if (cached == null || !cached.stamp().equals(stamp)) {
        cached = new Cached(stamp, read(file.get(), stamp));
        cache.put(alias, cached);
      }
      return cached.entry();
    } catch (NoSuchFileException e) {
      cache.remove(alias);
      return Optional.empty();
    } catch (IOException e) {
      warn("Cannot read certificate file " + file.get() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<CertificateEntry> read(Path file, Stamp stamp) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(CertificateFile.MAX_FILE_BYTES + 1);
      return Optional.of(CertificateFile.parse(bytes, stamp.modified().toInstant()));
    } catch (CertificateException e) {
      warn("Certificate file " + file + " is left out: " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  /** The logger is looked up late: finding it may load whatever the application logs with. */
  private static void warn(String text) {
    System.getLogger(CertificateDirectory.class.getName()).log(System.Logger.Level.WARNING, text);
  }

  /**
   * Lists the aliases that have a file, usable or not.
   *
   * @return short alias names in no special order
   */
  public List<String> aliases() {
    List<String> aliases = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.pem")) {
      for (Path file : files) {
        CertificateFileName.aliasOf(String.valueOf(file.getFileName())).ifPresent(aliases::add);
        if (aliases.size() == MAX_LISTED) {
          break;
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list certificate directory " + directory, e);
    }
    return aliases;
  }

  /**
   * Stores the certificates of an alias in place of earlier ones.
   *
   * @param alias a short alias name
   * @param entry the certificates
   * @throws CertificateException if the chain is too long or too large, or has a certificate twice
   * @throws IOException if the file cannot be written; an earlier file is still there
   */
  public void put(String alias, CertificateEntry entry) throws CertificateException, IOException {
    byte[] text = CertificateFile.format(entry);
    Path target = directory.resolve(fileName(alias));
    Files.createDirectories(directory, forOwnerOnly("rwx------"));
    Path temporary = Files.createTempFile(directory, ".new-", ".tmp", forOwnerOnly("rw-------"));
    try {
      write(temporary, text);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
      cache.remove(alias);
    }
  }

  private static String fileName(String alias) throws IOException {
    return CertificateFileName.of(alias)
        .orElseThrow(
            () -> new IOException("the alias is too long for the name of a certificate file"));
  }

  private static void write(Path file, byte[] text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(text);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private FileAttribute<?>[] forOwnerOnly(String permissions) {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Deletes the certificates of an alias, if there are any.
   *
   * @param alias a short alias name
   * @throws IOException if the file cannot be deleted
   */
  public void delete(String alias) throws IOException {
    Optional<String> name = CertificateFileName.of(alias);
    if (name.isPresent()) {
      Files.deleteIfExists(directory.resolve(name.get()));
      cache.remove(alias);
    }
  }

  @Override
  public String toString() {
    return "CertificateDirectory[" + directory + "]";
  }
}
