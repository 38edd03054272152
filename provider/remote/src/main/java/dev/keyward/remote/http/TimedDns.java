package dev.keyward.remote.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks addresses up in a thread of its own, because the system's resolver can neither be
 * interrupted nor limited, and may take half a minute when its servers are gone.
 */
final class TimedDns implements DnsResolver {
  /** A resolver that hangs must not collect threads. */
  private static final int MOST_AT_ONCE = 16;

  private final Duration limit;
  private final Semaphore running = new Semaphore(MOST_AT_ONCE);

  TimedDns(Duration limit) {
    this.limit = limit;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    if (isLiteral(host)) {
      return InetAddress.getAllByName(host);
    }
    if (!running.tryAcquire()) {
      throw new UnknownHostException("too many look-ups of addresses are under way");
    }
    FutureTask<InetAddress[]> lookUp =
        new FutureTask<>(
            () -> {
              try {
                return InetAddress.getAllByName(host);
              } finally {
                running.release();
              }
            });
    Thread thread = new Thread(null, lookUp, "keyward-remote-dns", 0, false);
    thread.setDaemon(true);
    thread.start();
    return await(lookUp, host);
  }

  private InetAddress[] await(FutureTask<InetAddress[]> lookUp, String host)
      throws UnknownHostException {
    try {
      return lookUp.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new UnknownHostException("no address for " + host + " within the time limit");
    } catch (ExecutionException e) {
      throw new UnknownHostException("no address for " + host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException("interrupted while the address was looked up");
    }
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
