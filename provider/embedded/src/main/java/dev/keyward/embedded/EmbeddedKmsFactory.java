package dev.keyward.embedded;

import dev.keyward.backend.BackendSettings;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;

/** Opens the embedded engine as a {@link Kms}. */
public final class EmbeddedKmsFactory implements KmsFactory {

  /** Found through {@link java.util.ServiceLoader}. */
  public EmbeddedKmsFactory() {}

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public Kms open(BackendSettings settings) {
    requireDatabaseModule();
    EmbeddedSettings ours = new EmbeddedSettings(settings);
    Caller caller = ours.caller();
    EngineSettings engine = ours.engine();
    return new EmbeddedKms(StoreDirectory.open(ours.store()), caller, engine);
  }

  /**
   * keytool and jarsigner start with the few modules they need themselves. Without this check the
   * user would see an error of class loading.
   */
  private static void requireDatabaseModule() {
    if (ModuleLayer.boot().findModule("java.sql").isEmpty()) {
      throw new IllegalArgumentException(
          "The embedded store needs the JDK's module java.sql, and this program runs without it."
              + " Put keyward.jar on the module path (keytool: -J--module-path=keyward.jar), or add"
              + " the module (-J--add-modules=java.sql).");
    }
  }
}
