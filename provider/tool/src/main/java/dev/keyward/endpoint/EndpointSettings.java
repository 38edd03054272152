package dev.keyward.endpoint;

import dev.keyward.endpoint.http.HttpLimits;
import dev.keyward.identity.PrincipalAccess;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What an endpoint is started with.
 *
 * @param listen where; port 0 takes any free one
 * @param service the key service; stays the caller's, and is open until the endpoint is closed
 * @param tls with what connections are encrypted; empty for plain HTTP
 * @param accessLog where a line for each request goes; closed with the endpoint; empty for nowhere
 * @param clock the time that signatures are judged by
 * @param limits what clients may take
 */
public record EndpointSettings(
    InetSocketAddress listen,
    PrincipalAccess service,
    Optional<SSLContext> tls,
    Optional<Writer> accessLog,
    InstantSource clock,
    HttpLimits limits) {
  /** Checks that nothing is missing. */
  public EndpointSettings {
    Objects.requireNonNull(listen, "listen");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(accessLog, "accessLog");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(limits, "limits");
  }

  /**
   * Plain HTTP on any free port of the loopback address, for tests and for other programs of this
   * host.
   *
   * @param service the key service
   * @return the settings
   */
  public static EndpointSettings onLoopback(PrincipalAccess service) {
    return new EndpointSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        service,
        Optional.empty(),
        Optional.empty(),
        InstantSource.system(),
        HttpLimits.usual());
  }

  /**
   * The same elsewhere.
   *
   * @param address where to listen
   * @return new settings
   */
  public EndpointSettings at(InetSocketAddress address) {
    return new EndpointSettings(address, service, tls, accessLog, clock, limits);
  }

  /**
   * The same with TLS.
   *
   * @param context with key and certificate
   * @return new settings
   */
  public EndpointSettings withTls(SSLContext context) {
    return new EndpointSettings(listen, service, Optional.of(context), accessLog, clock, limits);
  }

  /**
   * The same with an access log.
   *
   * @param log where its lines go
   * @return new settings
   */
  public EndpointSettings withAccessLog(Writer log) {
    return new EndpointSettings(listen, service, tls, Optional.of(log), clock, limits);
  }

  /**
   * The same with another clock.
   *
   * @param other the time that signatures are judged by
   * @return new settings
   */
  public EndpointSettings withClock(InstantSource other) {
    return new EndpointSettings(listen, service, tls, accessLog, other, limits);
  }

  /**
   * The same with other limits.
   *
   * @param other what clients may take
   * @return new settings
   */
  public EndpointSettings withLimits(HttpLimits other) {
    return new EndpointSettings(listen, service, tls, accessLog, clock, other);
  }
}
