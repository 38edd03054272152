package dev.keyward.both;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.KeyBackend;
import dev.keyward.config.Configuration;
import dev.keyward.config.Source;
import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.embedded.EmbeddedKmsFactory;
import dev.keyward.endpoint.Endpoint;
import dev.keyward.endpoint.EndpointSettings;
import dev.keyward.identity.Identity;
import dev.keyward.identity.IssuedAccessKey;
import dev.keyward.kms.Kms;
import dev.keyward.remote.RemoteAs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An embedded key service with an endpoint in front of it, on any free port of this JVM. */
public final class ServedStore implements AutoCloseable {
  public static final String ACCOUNT = "111122223333";
  public static final String REGION = "eu-west-1";
  public static final String EVERYTHING = allow("kms:*", "*");

  private final EmbeddedKms kms;
  private final boolean isOwned;
  private final Endpoint endpoint;
  private final Login administrator;

  private ServedStore(EmbeddedKms kms, boolean isOwned, UnaryOperator<EndpointSettings> change)
      throws IOException {
    this.kms = kms;
    this.isOwned = isOwned;
    this.endpoint = Endpoint.start(change.apply(EndpointSettings.onLoopback(kms)));
    this.administrator = login("administrator", EVERYTHING);
  }

  /** On a store of its own in a directory. */
  public static ServedStore in(Path home) throws IOException {
    return in(home, UnaryOperator.identity());
  }

  public static ServedStore in(Path home, UnaryOperator<EndpointSettings> change)
      throws IOException {
    return new ServedStore(opened(home), true, change);
  }

  /** In front of an engine that stays somebody else's. */
  public static ServedStore over(EmbeddedKms kms, UnaryOperator<EndpointSettings> change)
      throws IOException {
    return new ServedStore(kms, false, change);
  }

  public static EmbeddedKms opened(Path directory) throws IOException {
    Path home = Files.createDirectories(directory);
    Source source =
        new Source(Optional.empty(), Map.of(), Map.of(), home, home.toRealPath())
            .withProperty("account", ACCOUNT)
            .withProperty("region", REGION);
    return (EmbeddedKms) new EmbeddedKmsFactory().open(Configuration.load(source));
  }

  /** A policy document of one statement. */
  public static String allow(String actions, String resource) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\""
        + String.join("\",\"", actions.split(" "))
        + "\"],\"Resource\":\""
        + resource
        + "\"}}";
  }

  public EmbeddedKms kms() {
    return kms;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + endpoint.port());
  }

  public Login administrator() {
    return administrator;
  }

  /** Makes a user with a policy of its own and an access key. */
  public Login login(String name, String policy) {
    String arn = kms.identities().create(Identity.Kind.USER, ACCOUNT, name).arn();
    kms.identities().putInlinePolicy(arn, "own", policy);
    return login(arn);
  }

  /** An access key for a user that is there. */
  public Login login(String arn) {
    IssuedAccessKey issued = kms.accessKeys().create(arn);
    return new Login(issued.key().id(), arn, issued.secret());
  }

  /** What {@code backend=remote} needs to find this endpoint, and settings of one's own. */
  public BackendSettings settings(String... pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("backend", "remote");
    values.put("region", REGION);
    values.put("endpoint", uri().toString());
    values.putAll(Given.of(pairs).values());
    return new Given(values);
  }

  /** The wire client of those who administer keys. */
  public Kms remote(Login login, String... pairs) {
    return RemoteAs.kms(settings(pairs), login.environment());
  }

  /** The wire client of those who use keys. */
  public KeyBackend backend(Login login, String... pairs) {
    return RemoteAs.backend(settings(pairs), login.environment());
  }

  @Override
  public void close() {
    endpoint.close();
    if (isOwned) {
      kms.close();
    }
  }
}
