package dev.keyward.tool.command;

import dev.keyward.kms.Kms;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdateKeyDescription;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keyward keys}. */
@Command(
    name = "keys",
    description = "Create, show, import, share out and retire keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KeysCreate.class,
      KeysList.class,
      KeysDescribe.class,
      KeysEnable.class,
      KeysDisable.class,
      KeysRotate.class,
      KeysRotations.class,
      KeysPolicy.class,
      KeysReplicate.class,
      KeysPrimary.class,
      KeysImport.class,
      KeysDeleteMaterial.class,
      KeysDelete.class,
      KeysCancelDeletion.class
    })
final class KeysCommand {
  private static final String KEY = "Key id, key ARN, alias/NAME or alias ARN.";

  KeysCommand() {}

  @Command(name = "tag", description = "Sets tags; others stay.", mixinStandardHelpOptions = true)
  int tag(
      @Mixin KmsSession session,
      @Mixin ChangedKey changed,
      @Parameters(index = "0", paramLabel = "KEY", description = KEY) String key,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME=VALUE", description = "Tags.")
          Map<String, String> tags) {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      List<Tag> all =
          tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
      kms.tagResource(TagResource.Request.of(id, all));
      changed.print(kms, id, "Tagged " + id);
    }
    return 0;
  }

  @Command(name = "untag", description = "Removes tags.", mixinStandardHelpOptions = true)
  int untag(
      @Mixin KmsSession session,
      @Mixin ChangedKey changed,
      @Parameters(index = "0", paramLabel = "KEY", description = KEY) String key,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "Their names.")
          List<String> names) {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.untagResource(UntagResource.Request.of(id, names));
      changed.print(kms, id, "Untagged " + id);
    }
    return 0;
  }

  @Command(
      name = "description",
      description = "Sets the description of a key.",
      mixinStandardHelpOptions = true)
  int description(
      @Mixin KmsSession session,
      @Mixin ChangedKey changed,
      @Parameters(index = "0", paramLabel = "KEY", description = KEY) String key,
      @Parameters(index = "1", paramLabel = "TEXT", description = "Free text; may be empty.")
          String text) {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      kms.updateKeyDescription(UpdateKeyDescription.Request.of(id, text));
      changed.print(kms, id, "Described " + id);
    }
    return 0;
  }
}
