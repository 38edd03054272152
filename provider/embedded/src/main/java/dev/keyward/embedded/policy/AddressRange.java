package dev.keyward.embedded.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 network in CIDR notation. Never asks a name service. */
record AddressRange(byte[] network, int prefixBits) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");
  private static final Pattern BITS = Pattern.compile("0|[1-9]\\d{0,2}");

  /** Reads an address or a network; empty if it is neither. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int size = address.get().length * 8;
    if (slash < 0) {
      return Optional.of(new AddressRange(address.get(), size));
    }
    String bits = text.substring(slash + 1);
    if (!BITS.matcher(bits).matches() || Integer.parseInt(bits) > size) {
      return Optional.empty();
    }
    return Optional.of(new AddressRange(address.get(), Integer.parseInt(bits)));
  }

  /** Reads an address; one that maps an IPv4 address to IPv6 counts as the IPv4 address. */
  static Optional<byte[]> address(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    if (!(v6 ? IPV6 : IPV4).matcher(text).matches() || !v6 && hasLargeNumber(text)) {
      return Optional.empty();
    }
    try {
      // A text of this form is an address or an error: with a colon or four numbers, no name.
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static boolean hasLargeNumber(String ipv4) {
    for (String number : ipv4.split("\\.")) {
      if (Integer.parseInt(number) > 255) {
        return true;
      }
    }
    return false;
  }

  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = prefixBits / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != network[i]) {
        return false;
      }
    }
    int rest = prefixBits % 8;
    return rest == 0 || ((address[whole] ^ network[whole]) & 0xff00 >>> rest & 0xff) == 0;
  }
}
