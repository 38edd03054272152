package dev.keyward.tool.command;

import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Tag;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyward keys create}. */
@Command(
    name = "create",
    description = "Creates a key and prints its id and ARN.",
    mixinStandardHelpOptions = true)
final class KeysCreate implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Option(
      names = "--spec",
      defaultValue = "SYMMETRIC_DEFAULT",
      paramLabel = "SPEC",
      description = "Kind of key: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private KeySpec spec;

  @Option(
      names = "--usage",
      paramLabel = "USAGE",
      description =
          "What it is for: ${COMPLETION-CANDIDATES} (default: SIGN_VERIFY for key pairs).")
  private KeyUsage usage;

  @Option(names = "--alias", paramLabel = "NAME", description = "An alias that points to it.")
  private String alias;

  @Option(names = "--region", paramLabel = "REGION", description = "Region to create it in.")
  private String region;

  @Option(names = "--description", paramLabel = "TEXT", description = "Free text.")
  private String description;

  @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag; may be repeated.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description =
          "AWS_KMS (default); EXTERNAL for a key whose material is imported later; AWS_CLOUDHSM"
              + " for one in a custom key store.")
  private KeyOrigin origin;

  @Option(names = "--multi-region", description = "A primary key that can have replicas.")
  private boolean multiRegion;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Key policy; - reads standard input (default: the account decides).")
  private String policy;

  @Option(names = "--key-store", paramLabel = "ID", description = "Custom key store to make it in.")
  private String keyStore;

  @Option(names = "--json", description = "Print the key's metadata as JSON.")
  private boolean json;

  KeysCreate() {}

  @Override
  public Integer call() throws IOException {
    String document = policy == null ? null : InputFile.text(policy, InputFile.MAX_POLICY_BYTES);
    try (Kms kms = region == null ? session.open() : session.openIn(region)) {
      refuseTakenAlias(kms);
      KeyMetadata key = create(kms, document);
      if (alias != null) {
        addAlias(kms, key);
      }
      print(key);
    }
    return 0;
  }

  /** Seen before the key is made, so that no key is made in vain. */
  private void refuseTakenAlias(Kms kms) {
    if (alias != null && KeyNames.exists(kms, KeyNames.alias(alias))) {
      throw new CommandFailure(
          KeyNames.alias(alias)
              + " exists already. Choose another name, or point it to another key with: keyward"
              + " aliases update");
    }
  }

  private KeyMetadata create(Kms kms, String document) {
    List<Tag> list =
        tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
    return kms.createKey(
            CreateKey.Request.of(spec, usage == null ? usualUsage(spec) : usage)
                .withDescription(description)
                .withTags(list.isEmpty() ? null : list)
                .withOrigin(keyStore != null && origin == null ? KeyOrigin.AWS_CLOUDHSM : origin)
                .withMultiRegion(multiRegion ? true : null)
                .withPolicy(document)
                .withCustomKeyStoreId(keyStore))
        .keyMetadata();
  }

  /** A key that did not get its alias is of no use to anybody: it is not left behind. */
  private void addAlias(Kms kms, KeyMetadata key) {
    try {
      kms.createAlias(CreateAlias.Request.of(KeyNames.alias(alias), key.keyId()));
    } catch (KmsServiceException e) {
      kms.scheduleKeyDeletion(
          ScheduleKeyDeletion.Request.of(key.keyId()).withPendingWindowInDays(7));
      throw e;
    }
  }

  static KeyUsage usualUsage(KeySpec spec) {
    return spec.usages().contains(KeyUsage.SIGN_VERIFY)
        ? KeyUsage.SIGN_VERIFY
        : spec.usages().iterator().next();
  }

  private void print(KeyMetadata key) {
    var out = command.commandLine().getOut();
    if (json) {
      out.println(Shown.json(JsonCodec.writePretty(key)));
      return;
    }
    out.println("Id    " + key.keyId());
    out.println("ARN   " + key.arn());
    if (alias != null) {
      out.println("Alias " + KeyNames.alias(alias));
    }
  }
}
