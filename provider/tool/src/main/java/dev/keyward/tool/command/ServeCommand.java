package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.KeywardProvider;
import dev.keyward.endpoint.Endpoint;
import dev.keyward.endpoint.EndpointSettings;
import dev.keyward.identity.IdentityAdministration;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.kms.Kms;
import dev.keyward.secret.SecretBytes;
import dev.keyward.tool.serve.Administrator;
import dev.keyward.tool.serve.AwsProfile;
import dev.keyward.tool.serve.LateWriter;
import dev.keyward.tool.serve.PrivateFile;
import dev.keyward.tool.serve.ServerKey;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keyward serve}. */
@Command(
    name = "serve",
    description = {
      "Serve the keys of a store to AWS SDKs and tools, and to backend=remote.",
      "The first start makes a user \"administrator\" and writes its access key to",
      "HOME/admin.aws, a profile for AWS tools:",
      "  AWS_SHARED_CREDENTIALS_FILE=HOME/admin.aws AWS_CONFIG_FILE=HOME/admin.aws",
      "  aws kms list-keys",
      "Without any option about TLS the endpoint has a managed key and a certificate of",
      "its own, which the profile trusts."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements java.util.concurrent.Callable<Integer> {
  private static final String CA_VARIABLE = "AWS_CA_BUNDLE";
  private static final String CA_FILE = "endpoint-ca.pem";

  @Spec private CommandSpec command;
  @Mixin private KmsSession session;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8443",
      description = "Where to listen; port 0 takes any free one (default: ${DEFAULT-VALUE}).")
  private String listen;

  @ArgGroup(exclusive = true)
  private Transport transport;

  @Option(
      names = "--insecure-off-loopback",
      description = "With --plain-http: allow it on addresses that other machines reach.")
  private boolean insecure;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "One line of JSON for each request; - writes to standard output.")
  private String accessLog;

  /** What was opened, in the order in which it is closed. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private boolean closed;

  ServeCommand() {}

  /** How connections are protected. */
  private static final class Transport {
    @Option(
        names = "--tls-alias",
        paramLabel = "ALIAS",
        description = "TLS with this managed key of the store and the certificate stored for it.")
    private String alias;

    @Option(names = "--plain-http", description = "No TLS; on the loopback address only.")
    private boolean plain;

    @ArgGroup(exclusive = false)
    private Files files;

    /** Two files that belong together. */
    private static final class Files {
      @Option(
          names = "--tls-cert",
          required = true,
          paramLabel = "PEM",
          description = "TLS with this certificate and those behind it.")
      private Path certificate;

      @Option(
          names = "--tls-key",
          required = true,
          paramLabel = "PEM",
          description = "Its private key, unencrypted PKCS #8.")
      private String key;
    }
  }

  @Override
  public Integer call() throws Exception {
    InetSocketAddress address = ListenAddress.parse(listen);
    refuseOpenPlainHttp(address);
    CountDownLatch end = new CountDownLatch(1);
    Thread atExit = new Thread(this::close, "keyward-serve-exit");
    try {
      URI uri = start(address);
      Runtime.getRuntime().addShutdownHook(atExit);
      out().println("Keyward endpoint ready at " + uri);
      out().flush();
      end.await();
    } catch (InterruptedException e) {
      // Whoever runs the command inside a program ends it so.
      Runtime.getRuntime().removeShutdownHook(atExit);
    } finally {
      close();
    }
    return 0;
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private boolean isPlain() {
    return transport != null && transport.plain;
  }

  private void refuseOpenPlainHttp(InetSocketAddress address) {
    if (insecure && !isPlain()) {
      throw new ParameterException(
          command.commandLine(), "--insecure-off-loopback has a meaning with --plain-http only.");
    }
    if (isPlain() && !address.getAddress().isLoopbackAddress() && !insecure) {
      throw new ParameterException(
          command.commandLine(),
          "Plain HTTP shows plaintext and data keys to the network. Listen on 127.0.0.1, leave"
              + " --plain-http out, or say --insecure-off-loopback if something in front encrypts.");
    }
  }

  private URI start(InetSocketAddress address) throws IOException, GeneralSecurityException {
    Kms kms = session.open();
    opened.push(kms);
    if (!(kms instanceof PrincipalAccess service)
        || !(kms instanceof IdentityAdministration administration)) {
      throw new CommandFailure(
          "This key service keeps its users elsewhere and cannot be served. Use backend=embedded.");
    }
    EndpointSettings settings = EndpointSettings.onLoopback(service).at(address);
    Optional<ServerKey> key = serverKey(address);
    if (key.isPresent()) {
      settings = settings.withTls(key.get().context());
    }
    if (accessLog != null) {
      settings = settings.withAccessLog(openAccessLog());
    }
    Endpoint endpoint = Endpoint.start(settings);
    opened.push(endpoint);
    introduce(administration, endpoint.uri(), caBundle(key));
    return endpoint.uri();
  }

  private Optional<ServerKey> serverKey(InetSocketAddress address)
      throws IOException, GeneralSecurityException {
    if (isPlain()) {
      return Optional.empty();
    }
    if (transport != null && transport.files != null) {
      try (SecretBytes key = KeyMaterialFile.read(transport.files.key)) {
        return Optional.of(ServerKey.ofFiles(transport.files.certificate, key));
      }
    }
    KeywardProvider provider = session.provider();
    opened.push(provider);
    // JSSE finds the provider of a handle by the list only.
    Security.removeProvider(KeywardProvider.NAME);
    Security.addProvider(provider);
    opened.push(() -> Security.removeProvider(KeywardProvider.NAME));
    return Optional.of(
        transport != null && transport.alias != null
            ? ServerKey.managed(provider, transport.alias)
            : ServerKey.own(provider, hosts(address), Instant.now()));
  }

  /** What clients may call the endpoint. */
  private static List<String> hosts(InetSocketAddress address) {
    Set<String> hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    if (address.getAddress().isAnyLocalAddress()) {
      try {
        hosts.add(InetAddress.getLocalHost().getHostName());
      } catch (UnknownHostException e) {
        // A machine without a name is reached by its address, with a certificate of its operator.
      }
    } else {
      hosts.add(address.getHostString());
    }
    return List.copyOf(hosts);
  }

  /** Only the certificate that nobody but us has issued needs to be handed out. */
  private Optional<Path> caBundle(Optional<ServerKey> key)
      throws IOException, GeneralSecurityException {
    if (key.isEmpty() || transport != null) {
      return Optional.empty();
    }
    Path file = session.home().resolve(CA_FILE);
    key.get().writeCertificate(file);
    return Optional.of(file);
  }

  private Writer openAccessLog() throws IOException {
    if (accessLog.equals("-")) {
      return new OutputStreamWriter(System.out, UTF_8);
    }
    Path file = Path.of(accessLog);
    boolean isPipeOrDevice =
        Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    return isPipeOrDevice
        ? LateWriter.to(file)
        : new OutputStreamWriter(PrivateFile.append(file), UTF_8);
  }

  private void introduce(IdentityAdministration administration, URI uri, Optional<Path> caBundle)
      throws IOException {
    Administrator administrator =
        new Administrator(administration, session.account(), session.home());
    Administrator.Outcome outcome =
        administrator.ensure(new AwsProfile.Service(session.region(), Optional.of(uri), caBundle));
    PrintWriter err = command.commandLine().getErr();
    switch (outcome) {
      case MADE ->
          err.println(
              "Made user \""
                  + Administrator.NAME
                  + "\"; its access key is in "
                  + administrator.profile());
      case KEPT -> {}
      case PROFILE_MISSING ->
          err.println(
              "There is no "
                  + administrator.profile()
                  + ", and this store gets no other one by itself. If its access key is lost, the"
                  + " owner of the store makes another one: keyward iam access-keys create "
                  + Administrator.NAME
                  + " --out FILE --home "
                  + session.home());
    }
    if (caBundle.isPresent() && System.getenv(CA_VARIABLE) != null) {
      err.println(
          CA_VARIABLE
              + " is set in this environment; for AWS tools it takes precedence over the profile."
              + " Set it to "
              + caBundle.get());
    }
    err.flush();
  }

  private synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.getLogger("dev.keyward.tool")
            .log(System.Logger.Level.WARNING, "Closing failed: " + e.getClass().getName());
      }
    }
  }
}
