package dev.keyward.config;

/**
 * A configuration cannot be used. The text reads {@code config PLACE: REASON}, where the place is a
 * file or another source, and the reason names the line. It holds no value of a secret property.
 */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the failure.
   *
   * @param place the file, or the other source, that cannot be used
   * @param reason what is wrong and what to do
   */
  public ConfigurationException(String place, String reason) {
    super("config " + place + ": " + reason);
  }
}
