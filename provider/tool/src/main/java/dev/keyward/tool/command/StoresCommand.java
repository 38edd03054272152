package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.CreateCustomKeyStore;
import dev.keyward.kms.CustomKeyStoresListEntry;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.Kms;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.kms.json.JsonCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward stores}. */
@Command(
    name = "stores",
    description = {
      "Create, connect and remove custom key stores: keys whose material is in a token.",
      "The token's library is named in the configuration, its PIN typed or read from a file."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StoresCommand {
  private static final int MAX_CERTIFICATE_BYTES = 5000;
  private static final String STORE = "Id of the custom key store.";
  private static final String CREDENTIAL =
      "File whose first line is the PIN; - reads standard input (default: asked for).";

  @Spec private CommandSpec command;

  StoresCommand() {}

  @Command(
      name = "create",
      description = "Creates a custom key store, and prints its id.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Option(
              names = "--cluster",
              paramLabel = "ID",
              required = true,
              description = "The token, as the configuration names it: cluster-….")
          String cluster,
      @Option(
              names = "--trust-anchor",
              paramLabel = "FILE",
              required = true,
              description = "Certificate of the cluster, PEM.")
          Path trustAnchor,
      @Option(names = "--credential-file", paramLabel = "FILE", description = CREDENTIAL)
          String credentialFile)
      throws IOException {
    String certificate = InputFile.text(trustAnchor.toString(), MAX_CERTIFICATE_BYTES);
    try (Kms kms = session.open()) {
      String id =
          kms.createCustomKeyStore(
                  CreateCustomKeyStore.Request.of(name)
                      .withCloudHsmClusterId(cluster)
                      .withTrustAnchorCertificate(certificate)
                      .withKeyStorePassword(InputFile.password(credentialFile, "PIN")))
              .customKeyStoreId();
      out().println("Id    " + id);
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists custom key stores and whether they are connected.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin KmsSession session,
      @Option(names = "--json", description = "Print one JSON object a line.") boolean json) {
    Table table = new Table("ID", "NAME", "TYPE", "CLUSTER", "STATE", "ERROR", "CREATED");
    try (Kms kms = session.open()) {
      String marker = null;
      do {
        DescribeCustomKeyStores.Response page =
            kms.describeCustomKeyStores(DescribeCustomKeyStores.Request.of().withMarker(marker));
        page.customKeyStores().forEach(store -> show(store, json, table));
        marker = page.nextMarker();
      } while (marker != null);
    }
    if (!json && table.isEmpty()) {
      out().println("No custom key stores.");
    } else if (!json) {
      table.print(out());
    }
    return 0;
  }

  private void show(CustomKeyStoresListEntry store, boolean json, Table table) {
    if (json) {
      out().println(Shown.json(new String(JsonCodec.write(store), UTF_8)));
      return;
    }
    table.add(
        store.customKeyStoreId(),
        Shown.text(store.customKeyStoreName()),
        text(store.customKeyStoreType()),
        text(store.cloudHsmClusterId()),
        text(store.connectionState()),
        text(store.connectionErrorCode()),
        Shown.moment(store.creationDate()));
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  @Command(
      name = "connect",
      description = "Connects a custom key store, so that its keys can be used.",
      mixinStandardHelpOptions = true)
  int connect(
      @Mixin KmsSession session, @Parameters(paramLabel = "ID", description = STORE) String id) {
    try (Kms kms = session.open()) {
      kms.connectCustomKeyStore(ConnectCustomKeyStore.Request.of(id));
      out().println("Connecting " + id + "; keyward stores list shows how far it is");
    }
    return 0;
  }

  @Command(
      name = "disconnect",
      description =
          "Disconnects a custom key store. Its keys cannot be used until it is connected.",
      mixinStandardHelpOptions = true)
  int disconnect(
      @Mixin KmsSession session, @Parameters(paramLabel = "ID", description = STORE) String id) {
    try (Kms kms = session.open()) {
      kms.disconnectCustomKeyStore(DisconnectCustomKeyStore.Request.of(id));
      out().println("Disconnected " + id);
    }
    return 0;
  }

  @Command(
      name = "update",
      description = "Changes the name, the token or the PIN of a disconnected custom key store.",
      mixinStandardHelpOptions = true)
  int update(
      @Mixin KmsSession session,
      @Parameters(paramLabel = "ID", description = STORE) String id,
      @Option(names = "--name", paramLabel = "NAME", description = "Its new name.") String name,
      @Option(names = "--cluster", paramLabel = "ID", description = "The token it is in now.")
          String cluster,
      @Option(names = "--credential-file", paramLabel = "FILE", description = CREDENTIAL)
          String credentialFile)
      throws IOException {
    boolean asks = name == null && cluster == null;
    String pin =
        credentialFile != null || asks ? InputFile.password(credentialFile, "New PIN") : null;
    try (Kms kms = session.open()) {
      kms.updateCustomKeyStore(
          UpdateCustomKeyStore.Request.of(id)
              .withNewCustomKeyStoreName(name)
              .withCloudHsmClusterId(cluster)
              .withKeyStorePassword(pin));
      out().println("Updated " + id);
    }
    return 0;
  }

  @Command(
      name = "delete",
      description = "Removes a custom key store without keys. Nothing is deleted in the token.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin KmsSession session,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "ID", description = STORE) String id) {
    confirmation.require(id, "remove the custom key store");
    try (Kms kms = session.open()) {
      kms.deleteCustomKeyStore(DeleteCustomKeyStore.Request.of(id));
      out().println("Deleted " + id);
    }
    return 0;
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
