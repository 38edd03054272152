package dev.keyward.embedded.audit;

import dev.keyward.embedded.files.PrivateFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The directory with the trails of one store, below the configured one. */
final class TrailDirectory {
  private static final String PUBLIC_KEY = "signing-key.pem";

  private final Path path;

  TrailDirectory(Path audit, String storeId) {
    this.path = audit.resolve(storeId);
  }

  private TrailDirectory(Path path) {
    this.path = path;
  }

  /** The trails that lie in a directory themselves, such as a copy. */
  static TrailDirectory at(Path path) {
    return new TrailDirectory(path);
  }

  Path path() {
    return path;
  }

  Path publicKey() {
    return path.resolve(PUBLIC_KEY);
  }

  /** Makes the directory, or checks the one that is there. */
  void prepare() throws IOException {
    PrivateFiles.createDirectories(path);
    if (Files.isSymbolicLink(path) || !PrivateFiles.isOurs(path)) {
      throw new IOException("the audit directory is a link or belongs to another user");
    }
    PrivateFiles.makePrivate(path);
  }

  /** Where a trail's files are made. */
  TrailSink.Files filesOf(TrailFileName first) {
    return number -> {
      prepare();
      Path file = path.resolve(first.withNumber(number).text());
      PrivateFiles.create(file);
      PrivateFiles.forceDirectory(path);
      return new FileSink(file);
    };
  }

  /** The files of all trails: by the time they began, then by number. */
  Map<String, TreeMap<Integer, Path>> trails() throws IOException {
    Map<String, TreeMap<Integer, Path>> trails = new TreeMap<>();
    if (!Files.isDirectory(path)) {
      return trails;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.jsonl")) {
      for (Path file : files) {
        TrailFileName.parse(file.getFileName().toString())
            .filter(name -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .ifPresent(
                name ->
                    trails
                        .computeIfAbsent(name.began() + "-" + name.trail(), any -> new TreeMap<>())
                        .put(name.number(), file));
      }
    }
    return trails;
  }

  /** Streams, not channels: a channel is closed when the thread that uses it is interrupted. */
  static final class FileSink implements TrailSink {
    private final Path file;
    private final FileOutputStream out;

    FileSink(Path file) throws IOException {
      this.file = file;
      this.out = new FileOutputStream(file.toFile(), true);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    @Override
    public void force() throws IOException {
      out.getFD().sync();
    }

    @Override
    public void cutTo(long length) throws IOException {
      try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
        access.setLength(length);
        access.getFD().sync();
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
