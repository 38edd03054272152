package dev.keyward.both;

import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKey;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.provider.KeySwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets the tests of the provider run on a real key service: one store for the whole JVM, and an
 * endpoint in front of it if {@code keyward.test.backend} is {@code remote}. Does nothing in JVMs
 * without that property.
 */
public final class WholeJvm implements LauncherSessionListener {
  private static volatile EmbeddedKms kms;

  private Path home;
  private ServedStore served;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String backend = System.getProperty("keyward.test.backend");
    if (backend == null) {
      return;
    }
    try {
      home = Files.createTempDirectory(Path.of("target").toRealPath(), "both");
      begin(backend);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(String backend) throws IOException {
    if (backend.equals("embedded")) {
      kms = ServedStore.opened(home);
      System.setProperty("keyward.home", home.toString());
      String place = ";account=" + ServedStore.ACCOUNT + ";region=" + ServedStore.REGION;
      System.setProperty("keyward.test.configuration", "backend=embedded" + place);
      return;
    }
    served = ServedStore.in(home);
    kms = served.kms();
    System.setProperty("aws.accessKeyId", served.administrator().id());
    System.setProperty("aws.secretAccessKey", served.administrator().secretText());
    System.setProperty(
        "keyward.test.configuration",
        "backend=remote;region=" + ServedStore.REGION + ";endpoint=" + served.uri());
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (served != null) {
      served.close();
    } else if (kms != null) {
      kms.close();
    }
  }

  /** Switches keys of the store off and on, as an administrator elsewhere would. */
  public static final class Switch implements KeySwitch {
    @Override
    public void disable(KeyArn key) {
      kms.disableKey(DisableKey.Request.of(key.toString()));
    }

    @Override
    public void enable(KeyArn key) {
      kms.enableKey(EnableKey.Request.of(key.toString()));
    }
  }
}
