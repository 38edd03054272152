package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two copies of Keyward, and of the SQLite library, in one JVM. */
class ClassLoadersTest {
  @TempDir Path home;

  @Test
  void open_throughSecondClassLoader_refusedUntilClosed() throws Exception {
    try (URLClassLoader second = isolated()) {
      try (SqlRecordStore store = open(home)) {
        commit(store, put("a", 0, "1"));
        assertThatThrownBy(() -> openThrough(second))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .hasMessageContaining("class loader");
        commit(store, put("b", 0, "1"));
      }
      try (AutoCloseable store = openThrough(second)) {
        assertThat(store.getClass().getClassLoader()).isSameAs(second);
        assertThat(store.getClass().getMethod("verify").invoke(store).toString())
            .isEqualTo("Verified[commits=3, records=2]");
        assertThatThrownBy(() -> open(home)).hasMessageContaining("class loader");
      }
    }
    try (SqlRecordStore store = open(home)) {
      assertThat(store.verify().records()).isEqualTo(2);
    }
  }

  private AutoCloseable openThrough(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> settings = loader.loadClass(StoreSettings.class.getName());
    Class<?> directory = loader.loadClass(StoreDirectory.class.getName());
    Object inHome = settings.getMethod("inHome", Path.class).invoke(null, home);
    return (AutoCloseable) directory.getMethod("open", settings).invoke(null, inHome);
  }

  private static URLClassLoader isolated() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
