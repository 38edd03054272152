package dev.keyward.embedded.material;

/** Input that no key material of this kind can process. The text repeats nothing of the input. */
public final class MaterialException extends Exception {
  private static final long serialVersionUID = 1L;

  MaterialException(String message) {
    super(message);
  }
}
