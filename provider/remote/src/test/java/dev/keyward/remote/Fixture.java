package dev.keyward.remote;

import dev.keyward.remote.RemoteClient.Means;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.MapEnvironment;
import dev.keyward.remote.stub.StubKms;
import dev.keyward.remote.stub.VirtualTime;

/** A server, a client and the time between them. */
final class Fixture implements AutoCloseable {
  final StubKms stub = StubKms.of("eu-west-1", StubKms.KEY_ID);
  final FaultServer server = FaultServer.start(stub);
  final VirtualTime time = new VirtualTime();
  final MapEnvironment environment = MapEnvironment.withKeys();

  RemoteKms direct(String... settings) {
    return client(time, settings).direct();
  }

  RemoteKms cached(String... settings) {
    return client(time, settings).cached();
  }

  /** Real time, for what is about time limits. */
  RemoteKms hasty(String... settings) {
    return client(Waiter.system(), settings).direct();
  }

  RemoteClient client(Waiter waiter, String... settings) {
    MapSettings all = MapSettings.of(settings);
    all.values().putIfAbsent("endpoint", server.uri().toString());
    return RemoteClient.of(all, new Means(environment, time, waiter));
  }

  @Override
  public void close() {
    server.close();
  }
}
