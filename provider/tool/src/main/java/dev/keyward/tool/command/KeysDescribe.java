package dev.keyward.tool.command;

import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListKeyPolicies;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.MultiRegionConfiguration;
import dev.keyward.kms.MultiRegionKey;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeySpec;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyward keys describe}. */
@Command(
    name = "describe",
    description = "Shows what is known about a key.",
    mixinStandardHelpOptions = true)
final class KeysDescribe implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(names = "--json", description = "Print the key's metadata as JSON.")
  private boolean json;

  KeysDescribe() {}

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      KeyMetadata found = kms.describeKey(DescribeKey.Request.of(id)).keyMetadata();
      if (json) {
        out.println(Shown.json(JsonCodec.writePretty(found)));
      } else {
        print(kms, found, out);
      }
    }
    return 0;
  }

  private static void print(Kms kms, KeyMetadata key, PrintWriter out) {
    row(out, "Id", key.keyId());
    row(out, "ARN", key.arn());
    row(out, "Spec", key.keySpec());
    row(out, "Usage", key.keyUsage());
    row(out, "State", key.keyState() == null ? null : key.keyState().wireName());
    row(out, "Deletion date", Shown.moment(key.deletionDate()));
    row(out, "Description", key.description() == null ? "" : Shown.text(key.description()));
    row(out, "Created", Shown.moment(key.creationDate()));
    row(out, "Origin", key.origin());
    row(out, "Key material", key.currentKeyMaterialId());
    row(out, "Algorithms", algorithms(key));
    row(out, "Aliases", aliases(kms, key));
    row(out, "Key store", key.customKeyStoreId());
    row(out, "Valid until", Shown.moment(key.validTo()));
    if (key.keySpec() == KeySpec.SYMMETRIC_DEFAULT) {
      row(out, "Rotation", orCode(() -> rotation(kms, key)));
    }
    row(out, "Multi-Region", multiRegion(key.multiRegionConfiguration()));
    row(out, "Policy", orCode(() -> policies(kms, key)));
    row(out, "Tags", orCode(() -> tags(kms, key)));
    row(out, "Last used", LastUsage.inWords(kms, key.keyId(), InstantSource.system()));
  }

  /** Whoever may describe a key may not always see the rest. */
  private static String orCode(Supplier<String> answer) {
    try {
      return answer.get();
    } catch (KmsServiceException e) {
      return "not shown (" + Shown.text(e.code()) + ")";
    }
  }

  private static String policies(Kms kms, KeyMetadata key) {
    return String.join(
        " ", kms.listKeyPolicies(ListKeyPolicies.Request.of(key.keyId())).policyNames());
  }

  private static String tags(Kms kms, KeyMetadata key) {
    return kms.listResourceTags(ListResourceTags.Request.of(key.keyId())).tags().stream()
        .map(tag -> Shown.text(tag.tagKey() + "=" + tag.tagValue()))
        .collect(Collectors.joining(" "));
  }

  private static String multiRegion(MultiRegionConfiguration set) {
    if (set == null || set.primaryKey() == null) {
      return "";
    }
    String replicas =
        set.replicaKeys() == null || set.replicaKeys().isEmpty()
            ? "no replicas"
            : "replicas in "
                + set.replicaKeys().stream()
                    .map(MultiRegionKey::region)
                    .collect(Collectors.joining(" "));
    return set.multiRegionKeyType() + ", primary in " + set.primaryKey().region() + ", " + replicas;
  }

  private static void row(PrintWriter out, String name, Object value) {
    if (value != null && !value.toString().isEmpty()) {
      out.println(name + " ".repeat(15 - name.length()) + value);
    }
  }

  private static String algorithms(KeyMetadata key) {
    List<? extends Enum<?>> names =
        key.signingAlgorithms() != null ? key.signingAlgorithms() : key.encryptionAlgorithms();
    return names == null ? "" : names.stream().map(Enum::name).collect(Collectors.joining(" "));
  }

  private static String aliases(Kms kms, KeyMetadata key) {
    return kms.listAliases(ListAliases.Request.of().withKeyId(key.keyId())).aliases().stream()
        .map(AliasListEntry::aliasName)
        .collect(Collectors.joining(" "));
  }

  private static String rotation(Kms kms, KeyMetadata key) {
    GetKeyRotationStatus.Response status =
        kms.getKeyRotationStatus(GetKeyRotationStatus.Request.of(key.keyId()));
    return Boolean.TRUE.equals(status.keyRotationEnabled())
        ? "every "
            + status.rotationPeriodInDays()
            + " days, next "
            + Shown.moment(status.nextRotationDate())
        : "off";
  }
}
