package dev.keyward.tool.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** {@code HOST:PORT} on a command line; an IPv6 address stands in brackets. */
final class ListenAddress {
  private static final int MAX_PORT = 65_535;

  private ListenAddress() {}

  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      host = "";
    }
    int port = port(text.substring(colon + 1));
    if (host.isEmpty() || port < 0) {
      throw new CommandFailure(
          Shown.text(text, 100) + " is not HOST:PORT, such as 127.0.0.1:8443 or [::1]:8443.");
    }
    try {
      // Made of the name and the address: certificates and URLs use what the operator wrote.
      InetAddress address = InetAddress.getByName(host);
      return new InetSocketAddress(InetAddress.getByAddress(host, address.getAddress()), port);
    } catch (UnknownHostException e) {
      throw new CommandFailure("This machine knows no address of " + Shown.text(host, 100) + ".");
    }
  }

  private static int port(String text) {
    boolean isNumber = text.matches("[0-9]{1,5}");
    int port = isNumber ? Integer.parseInt(text) : -1;
    return port > MAX_PORT ? -1 : port;
  }
}
