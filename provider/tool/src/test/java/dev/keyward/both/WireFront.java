package dev.keyward.both;

import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.embedded.KmsFront;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.remote.RemoteAs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Puts endpoint and wire client between the engine's tests and the engine. */
public final class WireFront implements KmsFront {
  private final ServedStore served;
  private final Map<String, Kms> clients = new HashMap<>();

  private WireFront(ServedStore served) {
    this.served = served;
  }

  /** Found by the engine's tests. */
  public static final class Factory implements KmsFront.Factory {
    @Override
    public KmsFront before(EmbeddedKms kms) {
      try {
        return new WireFront(ServedStore.over(kms, UnaryOperator.identity()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Kms administrator(String region) {
    return clients.computeIfAbsent(region, name -> client(served.administrator(), name));
  }

  @Override
  public Kms user(String arn) {
    return clients.computeIfAbsent(arn, name -> client(served.login(name), ServedStore.REGION));
  }

  @Override
  public String administratorArn() {
    return served.administrator().principalArn();
  }

  /** The client names the permission that is missing, if the service does not. */
  @Override
  public String textOf(KmsServiceException refusal) {
    return refusal.getMessage().replaceFirst(" Permission kms:\\w+ is missing\\.$", "");
  }

  private Kms client(Login login, String region) {
    return RemoteAs.kms(served.settings("region", region), login.environment());
  }

  @Override
  public void close() {
    clients.values().forEach(Kms::close);
    served.close();
  }
}
