package dev.keyward.embedded.audit;

import java.io.IOException;

/** A file that lines are appended to. Used by one thread. */
interface TrailSink extends AutoCloseable {

  /** Appends bytes. */
  void write(byte[] bytes) throws IOException;

  /** Makes what was written survive a power loss. */
  void force() throws IOException;

  /** Takes away what was written behind a length. */
  void cutTo(long length) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens the files of a trail, one after the other. */
  interface Files {

    /** Opens a new, empty file. */
    TrailSink open(int number) throws IOException;
  }
}
