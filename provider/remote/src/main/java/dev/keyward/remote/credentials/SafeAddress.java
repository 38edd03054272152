package dev.keyward.remote.credentials;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Addresses that credentials are fetched from. Whoever can read what is fetched there can do
 * whatever we can, so that it goes in clear only where nobody else can read it.
 */
final class SafeAddress {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");

  private SafeAddress() {}

  /**
   * Reads an address. The text is not repeated when it is refused: it may hold a password.
   *
   * @param setting where it was set, for messages
   * @param inClear hosts that are asked in clear besides this machine
   */
  static URI of(String text, String setting, Set<String> inClear) {
    URI uri;
    try {
      uri = URI.create(text.trim());
    } catch (IllegalArgumentException e) {
      throw new CredentialException(setting + " is not an address.");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new CredentialException(setting + " is not an address of the form https://HOST.");
    }
    boolean clear = "http".equals(uri.getScheme()) && isTrusted(uri.getHost(), inClear);
    if (!clear && !"https".equals(uri.getScheme())) {
      throw new CredentialException(
          setting
              + " names a host that credentials are not fetched from in clear. Use https, or an"
              + " address of this machine.");
    }
    return uri;
  }

  private static boolean isTrusted(String name, Set<String> inClear) {
    String host = name.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return THIS_MACHINE.contains(host)
        || inClear.contains(host)
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
