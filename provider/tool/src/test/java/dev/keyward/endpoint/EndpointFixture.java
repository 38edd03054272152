package dev.keyward.endpoint;

import dev.keyward.config.Configuration;
import dev.keyward.config.Source;
import dev.keyward.embedded.EmbeddedKmsFactory;
import dev.keyward.identity.Identity;
import dev.keyward.identity.IdentityAdministration;
import dev.keyward.identity.IssuedAccessKey;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.kms.Kms;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An endpoint over an embedded key service on a store of its own, with an administrator. */
final class EndpointFixture implements AutoCloseable {
  static final String ACCOUNT = "111122223333";
  static final String REGION = "eu-west-1";
  static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:*\","
          + "\"Resource\":\"*\"}}";

  private final Kms kms;
  private final Endpoint endpoint;
  private final Login administrator;

  /** An access key with its secret. */
  record Login(String id, String userArn, SecretBytes secret) {}

  /** A clock that the test moves. */
  static final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    void set(Instant time) {
      now = time;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  EndpointFixture(Path home, UnaryOperator<EndpointSettings> change) throws IOException {
    this(home, change, Map.of());
  }

  EndpointFixture(Path home, UnaryOperator<EndpointSettings> change, Map<String, String> properties)
      throws IOException {
    Source source =
        new Source(Optional.empty(), Map.of(), Map.of(), home, home.toRealPath())
            .withProperty("account", ACCOUNT)
            .withProperty("region", REGION);
    for (Map.Entry<String, String> property : properties.entrySet()) {
      source = source.withProperty(property.getKey(), property.getValue());
    }
    kms = new EmbeddedKmsFactory().open(Configuration.load(source));
    endpoint = Endpoint.start(change.apply(EndpointSettings.onLoopback((PrincipalAccess) kms)));
    administrator = login("administrator", ALLOW_ALL);
  }

  Kms kms() {
    return kms;
  }

  IdentityAdministration administration() {
    return (IdentityAdministration) kms;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Login administrator() {
    return administrator;
  }

  WireClient client() {
    return new WireClient(endpoint.port(), administrator);
  }

  /** Makes a user with a policy of its own and an access key. */
  Login login(String name, String policy) {
    String arn = administration().identities().create(Identity.Kind.USER, ACCOUNT, name).arn();
    administration().identities().putInlinePolicy(arn, "own", policy);
    IssuedAccessKey issued = administration().accessKeys().create(arn);
    return new Login(issued.key().id(), arn, issued.secret());
  }

  @Override
  public void close() {
    endpoint.close();
    kms.close();
  }
}
