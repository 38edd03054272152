package dev.keyward.model;

import java.util.Objects;

/**
 * A token that makes a new grant effective at once. Not secret, but not for logs either.
 *
 * @param text 1 to 8,192 characters
 */
public record GrantToken(String text) {
  public GrantToken {
    Objects.requireNonNull(text, "text");
    if (text.isEmpty() || text.length() > 8192) {
      throw new IllegalArgumentException(
          "a grant token has 1 to 8192 characters, got " + text.length());
    }
  }

  @Override
  public String toString() {
    return "GrantToken[" + text.length() + " characters]";
  }
}
