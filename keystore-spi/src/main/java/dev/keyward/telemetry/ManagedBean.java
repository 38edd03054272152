package dev.keyward.telemetry;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/**
 * Registers an MBean when the JVM has a server for them. To make one costs a tenth of a second,
 * which nobody pays who does not look.
 */
public final class ManagedBean {
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("java.management").isPresent();

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final long LOOK_EVERY = 5_000_000_000L;

  private final String type;
  private final Object bean;
  private final AtomicLong looked = new AtomicLong(System.nanoTime() - LOOK_EVERY);
  private volatile boolean isDone = !PRESENT;
  private Runnable removal = () -> {};

  /**
   * Registers nothing yet.
   *
   * @param type what kind it is, the {@code type} of its name
   * @param bean an object of a class that implements one public MXBean interface
   */
  public ManagedBean(String type, Object bean) {
    this.type = type;
    this.bean = bean;
  }

  /** Looks now and then whether there is a server. Costs next to nothing. */
  public void show() {
    if (isDone) {
      return;
    }
    long now = System.nanoTime();
    long before = looked.get();
    if (now - before >= LOOK_EVERY && looked.compareAndSet(before, now)) {
      register();
    }
  }

  private synchronized void register() {
    List<MBeanServer> servers = MBeanServerFactory.findMBeanServer(null);
    if (isDone || servers.isEmpty()) {
      return;
    }
    isDone = true;
    MBeanServer server = servers.get(0);
    try {
      ObjectName name =
          new ObjectName("dev.keyward:type=" + type + ",number=" + NUMBER.incrementAndGet());
      server.registerMBean(bean, name);
      removal = () -> remove(server, name);
    } catch (JMException e) {
      // Nothing that uses keys depends on being seen.
      removal = () -> {};
    }
  }

  private static void remove(MBeanServer server, ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (JMException e) {
      // Somebody else removed it.
    }
  }

  /** Takes it away again. Idempotent. */
  public synchronized void close() {
    isDone = true;
    removal.run();
    removal = () -> {};
  }
}
