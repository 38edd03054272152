package dev.keyward.envelope;

import javax.crypto.AEADBadTagException;

/** The one answer to every message that is not authentic. */
public final class Rejection {
  /** The text of every rejection. */
  public static final String TEXT =
      "Message rejected: it was changed, cut short, or sealed under a different key or encryption"
          + " context.";

  private Rejection() {}

  /**
   * A rejection without further explanation.
   *
   * @return a new exception
   */
  public static AEADBadTagException of() {
    return new AEADBadTagException(TEXT);
  }

  /**
   * A rejection with a cause.
   *
   * @param cause says only what can be seen from public bytes, or is what the key service answered
   * @return a new exception
   */
  public static AEADBadTagException because(Throwable cause) {
    AEADBadTagException rejection = of();
    rejection.initCause(cause);
    return rejection;
  }

  /** A rejection whose cause carries a hint for people. */
  static AEADBadTagException withHint(String hint) {
    return because(new IllegalArgumentException(hint));
  }
}
