package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a tool for MBeans sees of the data keys. */
@Isolated("counts the MBeans of the JVM")
class DataKeyCacheBeanTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private static Set<ObjectName> names() throws Exception {
    return SERVER.queryNames(new ObjectName("dev.keyward:type=DataKeyCache,*"), null);
  }

  @Test
  void bean_isThereFromTheFirstMissUntilTheCacheIsClosed() throws Exception {
    Set<ObjectName> others = names();
    DataKeyCache cache =
        new DataKeyCache(new CacheLimits(true, Duration.ofMinutes(5), 100, 1 << 20, 10, 1));
    assertThat(names()).isEqualTo(others);

    cache.countMiss();
    cache.countHit();
    cache.countHit();

    Set<ObjectName> now = names();
    now.removeAll(others);
    assertThat(now).hasSize(1);
    ObjectName name = now.iterator().next();
    assertThat(SERVER.getAttribute(name, "Misses")).isEqualTo(1L);
    assertThat(SERVER.getAttribute(name, "Hits")).isEqualTo(2L);
    assertThat(SERVER.getAttribute(name, "Entries")).isEqualTo(0);
    cache.close();
    assertThat(names()).isEqualTo(others);
  }
}
