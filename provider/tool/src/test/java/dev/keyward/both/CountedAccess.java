package dev.keyward.both;

import dev.keyward.identity.Credential;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.identity.ServedCaller;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.secret.SecretBytes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what an endpoint asks of the key service behind it, and refuses some of it if told to. */
final class CountedAccess implements PrincipalAccess {
  private final PrincipalAccess access;
  private final AtomicLong turn = new AtomicLong();
  private volatile boolean isThrottling;
  private final Map<String, Integer> calls = new ConcurrentSkipListMap<>();

  CountedAccess(PrincipalAccess access) {
    this.access = access;
  }

  /** From now on every second call, whatever it is, is answered as too many. */
  void throttleEveryOther() {
    isThrottling = true;
  }

  /** Calls of each operation since the last time this was asked. */
  Map<String, Integer> taken() {
    Map<String, Integer> taken = Map.copyOf(calls);
    calls.clear();
    return taken;
  }

  @Override
  public Optional<Credential> credential(String accessKeyId) {
    return access.credential(accessKeyId);
  }

  @Override
  public Optional<SecretBytes> secret(Credential credential) {
    return access.secret(credential);
  }

  @Override
  public Kms servedTo(ServedCaller caller) {
    Kms kms = access.servedTo(caller);
    return (Kms)
        Proxy.newProxyInstance(
            Kms.class.getClassLoader(),
            new Class<?>[] {Kms.class},
            (proxy, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              if (isThrottling && turn.getAndIncrement() % 2 == 0) {
                throw new KmsServiceException(ErrorCode.THROTTLING, "Rate exceeded");
              }
              try {
                return method.invoke(kms, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
