package dev.keyward.config;

import dev.keyward.backend.EndpointHost;
import dev.keyward.config.ValueType.Surroundings;
import dev.keyward.model.Quoted;
import java.net.URI;
import java.net.URISyntaxException;

/** Which addresses of a key service are acceptable. No name is looked up. */
final class EndpointRule {
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
    EndpointHost judged = new EndpointHost(host);
    if (!surroundings.allowsPlainHttp() && scheme.equals("http") && !judged.isLoopback()) {
      throw new IllegalArgumentException(
          name
              + " is http:// to a host that is not loopback; use https://, or set"
              + " endpoint.plain-http=true to send requests in clear.");
    }
    if (!surroundings.allowsLinkLocal() && judged.isLinkLocal()) {
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
}
