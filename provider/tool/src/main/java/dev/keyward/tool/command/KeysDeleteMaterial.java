package dev.keyward.tool.command;

import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.Kms;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyward keys delete-material}. */
@Command(
    name = "delete-material",
    description = {
      "Deletes imported key material at once. The key stays, and works again when the",
      "same material is imported again: nobody but you has a copy."
    },
    mixinStandardHelpOptions = true)
final class KeysDeleteMaterial implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "KEY", description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Key material id, as keys rotations shows it (default: the current one).")
  private String material;

  KeysDeleteMaterial() {}

  @Override
  public Integer call() {
    try (Kms kms = session.open()) {
      String id = KeyNames.resolve(kms, key);
      confirmation.require(id, "delete its key material now");
      kms.deleteImportedKeyMaterial(
          DeleteImportedKeyMaterial.Request.of(id).withKeyMaterialId(material));
      changed.print(kms, id, "Deleted key material of " + id);
    }
    return 0;
  }
}
