package dev.keyward.embedded.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 network in CIDR notation. Never asks a name service. */
record AddressRange(byte[] network, int prefixBits) {
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
    if (text.indexOf(':') < 0) {
      return ipv4(text);
    }
    if (!IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // A text of this form is an address or an error: with a colon it is never taken for a name.
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Four numbers of one to three digits, read by hand: this is done for each request. */
  private static Optional<byte[]> ipv4(String text) {
    byte[] address = new byte[4];
    int field = 0;
    int digits = 0;
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && digits > 0 && field < 3) {
        address[field++] = (byte) number;
        digits = 0;
        number = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        digits++;
        number = number * 10 + c - '0';
      } else {
        return Optional.empty();
      }
      if (number > 255) {
        return Optional.empty();
      }
    }
    address[field] = (byte) number;
    return field == 3 && digits > 0 ? Optional.of(address) : Optional.empty();
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
