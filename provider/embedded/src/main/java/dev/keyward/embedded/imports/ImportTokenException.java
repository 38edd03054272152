package dev.keyward.embedded.imports;

/** An import token that is not valid. */
public final class ImportTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a token is not valid. */
  public enum Reason {
    /** Damaged, made up, of another store or for another key: nobody is told which. */
    INVALID,
    /** Ours, and too old. */
    EXPIRED
  }

  private final Reason reason;

  ImportTokenException(Reason reason) {
    super(reason == Reason.EXPIRED ? "The import token has expired." : "Not a valid import token.");
    this.reason = reason;
  }

  /**
   * Why the token is not valid.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
