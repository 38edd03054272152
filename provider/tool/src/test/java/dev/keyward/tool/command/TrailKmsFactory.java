package dev.keyward.tool.command;

import dev.keyward.backend.BackendSettings;
import dev.keyward.embedded.audit.AuditLog;
import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.audit.TrailVerifier;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.kms.AuditReading;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/**
 * A key service, {@code backend=trail}, that can do nothing but show the trail of a store; with
 * {@code principal=nobody} not even that.
 */
public final class TrailKmsFactory implements KmsFactory {

  @Override
  public String name() {
    return "trail";
  }

  @Override
  public Kms open(BackendSettings settings) {
    Path home = Path.of(settings.get("store").orElseThrow());
    AuditSettings trail = AuditSettings.in(home.resolve("audit"));
    SqlRecordStore store = StoreDirectory.open(StoreSettings.inHome(home));
    return (Kms)
        Proxy.newProxyInstance(
            TrailKmsFactory.class.getClassLoader(),
            settings.get("principal").isPresent()
                ? new Class<?>[] {Kms.class}
                : new Class<?>[] {Kms.class, AuditReading.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "verifyAudit" -> TrailVerifier.verify(trail, store);
                  case "readAudit" ->
                      AuditLog.read(
                          trail, store.storeId(), (dev.keyward.kms.AuditQuery) arguments[0]);
                  case "close" -> {
                    store.close();
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
