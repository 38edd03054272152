package dev.keyward.config;

import dev.keyward.config.ValueType.Surroundings;
import dev.keyward.model.Quoted;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Which addresses of a key service are acceptable. No name is looked up. */
final class EndpointRule {
  private static final Set<String> METADATA_NAMES =
      Set.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");

  private EndpointRule() {}

  static String check(String name, String value, Surroundings surroundings) {
    URI uri = parse(name, value);
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (host == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw new IllegalArgumentException(
          name + " takes https://HOST[:PORT], got " + Quoted.of(withoutUserInfo(value)) + ".");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          name + " has user information before the host; credentials do not belong there.");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(name + " takes no query and no fragment.");
    }
    String plainHost = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    if (!surroundings.allowsPlainHttp() && scheme.equals("http") && !isLoopback(plainHost)) {
      throw new IllegalArgumentException(
          name
              + " is http:// to a host that is not loopback; use https://, or set"
              + " endpoint.plain-http=true to send requests in clear.");
    }
    if (!surroundings.allowsLinkLocal() && isLinkLocal(plainHost)) {
      throw new IllegalArgumentException(
          name
              + " is a link-local or metadata address; set endpoint.link-local=true if it is"
              + " meant.");
    }
    return value;
  }

  private static URI parse(String name, String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          name + " takes https://HOST[:PORT], got " + Quoted.of(withoutUserInfo(value)) + ".");
    }
  }

  private static String withoutUserInfo(String value) {
    int at = value.lastIndexOf('@');
    return at < 0 ? value : "…" + value.substring(at);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("::1");
  }

  private static boolean isLinkLocal(String host) {
    return host.startsWith("169.254.")
        || host.matches("fe[89ab][0-9a-f]:.*")
        || host.startsWith("::ffff:169.254.")
        || host.startsWith("::ffff:a9fe:")
        || host.equals("fd00:ec2::254")
        || METADATA_NAMES.contains(host);
  }
}
