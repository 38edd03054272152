package dev.keyward.backend;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The host in the address of a key service, judged by its text: no name is looked up.
 *
 * @param text a name or an address, as in a URI; IPv6 with or without brackets
 */
public record EndpointHost(String text) {
  private static final Set<String> METADATA_NAMES =
      Set.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");

  /** The metadata service of AWS over IPv6, which is not link-local. */
  private static final String METADATA_IPV6 = "fd00:ec2:0:0:0:0:0:254";

  private static final String OCTET = "0*(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  /** Brings the text to one form. */
  public EndpointHost {
    Objects.requireNonNull(text, "text");
    text = text.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|%.*$|\\.$", "");
  }

  /**
   * Tells whether this machine is meant.
   *
   * @return true for localhost and loopback addresses
   */
  public boolean isLoopback() {
    return text.equals("localhost") || literal().filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /**
   * Tells whether this is where machines in a cloud find their metadata, and credentials: nothing
   * that a request of ours should go to by mistake.
   *
   * @return true for link-local addresses, in whatever form, and the usual names
   */
  public boolean isLinkLocal() {
    return METADATA_NAMES.contains(text)
        || literal()
            .filter(
                address ->
                    address.isLinkLocalAddress() || address.getHostAddress().equals(METADATA_IPV6))
            .isPresent();
  }

  /** The address, if it is written as one; the JDK would look up what is none. */
  private Optional<InetAddress> literal() {
    try {
      if (text.contains(":")) {
        return Optional.of(InetAddress.getByName("[" + text + "]"));
      }
      return text.matches(OCTET + "(\\." + OCTET + "){3}")
          ? Optional.of(InetAddress.getByAddress(octets()))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private byte[] octets() {
    String[] parts = text.split("\\.");
    byte[] octets = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      octets[i] = (byte) Integer.parseInt(parts[i]);
    }
    return octets;
  }
}
