package dev.keyward.doubles;

import java.security.SecureRandom;

/** Hands out given bytes, in order, and fails when there are no more. */
public final class ScriptedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient byte[] script;
  private transient int position;

  public ScriptedRandom(byte[] script) {
    this.script = script;
  }

  @Override
  public void nextBytes(byte[] out) {
    if (out.length > script.length - position) {
      throw new IllegalStateException("more randomness asked for than the test expects");
    }
    System.arraycopy(script, position, out, 0, out.length);
    position += out.length;
  }
}
