package dev.keyward.tool.command;

import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportType;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.MaterialImport;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyward keys import}. */
@Command(
    name = "import",
    description = {
      "Imports key material that was made elsewhere, into a new key or into one of origin",
      "EXTERNAL. Symmetric and HMAC keys are raw bytes; key pairs are unencrypted PKCS #8, DER",
      "or PEM. Keep your own copy."
    },
    mixinStandardHelpOptions = true)
final class KeysImport implements Callable<Integer> {
  private static final int WAITING_PERIOD_DAYS = 7;

  @Mixin private KmsSession session;
  @Mixin private ChangedKey changed;

  @Parameters(paramLabel = "FILE", description = "Key material; - reads standard input.")
  private String file;

  @ArgGroup(multiplicity = "1", exclusive = true)
  private Target target;

  /** Either a key that is there or a new one. */
  static final class Target {
    @Option(
        names = "--key",
        paramLabel = "KEY",
        required = true,
        description = "Key to import into: its id, ARN, alias/NAME or alias ARN.")
    private String key;

    @Option(
        names = "--spec",
        paramLabel = "SPEC",
        required = true,
        description = "Make a new key of this kind: ${COMPLETION-CANDIDATES}.")
    private KeySpec spec;

    Target() {}
  }

  @Option(
      names = "--usage",
      paramLabel = "USAGE",
      description = "What a new key is for (default: SIGN_VERIFY for key pairs).")
  private KeyUsage usage;

  @Option(names = "--alias", paramLabel = "NAME", description = "An alias for a new key.")
  private String alias;

  @Option(names = "--description", paramLabel = "TEXT", description = "Text about a new key.")
  private String description;

  @Option(
      names = "--new",
      description = "The key never had this material: it is used after the next rotation.")
  private boolean newMaterial;

  @Option(names = "--note", paramLabel = "TEXT", description = "Text about the key material.")
  private String materialDescription;

  @ArgGroup private Expiry expiry;

  /** At most one of the two. */
  static final class Expiry {
    @Option(
        names = "--valid-to",
        paramLabel = "TIME",
        required = true,
        description = "Delete the material at this time, such as 2027-03-01T00:00:00Z.")
    private Instant validTo;

    @Option(
        names = "--never-expires",
        required = true,
        description = "Keep the material for good (default).")
    private boolean never;

    Expiry() {}
  }

  KeysImport() {}

  @Override
  public Integer call() throws IOException {
    try (SecretBytes material = KeyMaterialFile.read(file);
        Kms kms = session.open()) {
      KeyMetadata key = target.key == null ? create(kms) : existing(kms);
      if (target.key == null) {
        fillOrDiscard(kms, key, material);
      } else {
        fill(kms, key, material);
      }
      changed.print(kms, key.keyId(), "Imported key material into " + key.keyId());
    }
    return 0;
  }

  private KeyMetadata existing(Kms kms) {
    if (usage != null || alias != null || description != null) {
      throw new CommandFailure("--usage, --alias and --description are for a new key (--spec).");
    }
    return kms.describeKey(DescribeKey.Request.of(KeyNames.resolve(kms, target.key))).keyMetadata();
  }

  private KeyMetadata create(Kms kms) {
    if (alias != null && KeyNames.exists(kms, KeyNames.alias(alias))) {
      throw new CommandFailure(KeyNames.alias(alias) + " exists already. Choose another name.");
    }
    KeyUsage wanted = usage == null ? KeysCreate.usualUsage(target.spec) : usage;
    return kms.createKey(
            CreateKey.Request.of(target.spec, wanted)
                .withDescription(description)
                .withOrigin(KeyOrigin.EXTERNAL))
        .keyMetadata();
  }

  /** A key that did not get its material, or its alias, is of no use to anybody. */
  private void fillOrDiscard(Kms kms, KeyMetadata key, SecretBytes material) {
    try {
      fill(kms, key, material);
      if (alias != null) {
        kms.createAlias(CreateAlias.Request.of(KeyNames.alias(alias), key.keyId()));
      }
    } catch (KmsServiceException | CommandFailure e) {
      discard(kms, key, e);
      throw e;
    }
  }

  private static void discard(Kms kms, KeyMetadata key, RuntimeException reason) {
    try {
      kms.scheduleKeyDeletion(
          ScheduleKeyDeletion.Request.of(key.keyId()).withPendingWindowInDays(WAITING_PERIOD_DAYS));
    } catch (KmsServiceException e) {
      // Why the import failed matters more than that the empty key stays.
      reason.addSuppressed(e);
    }
  }

  private void fill(Kms kms, KeyMetadata key, SecretBytes material) {
    try {
      new MaterialImport(kms).into(key.arn(), key.keySpec(), material, this::options);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("Nothing was imported: " + e.getMessage());
    }
  }

  private ImportKeyMaterial.Request options(ImportKeyMaterial.Request request) {
    boolean expires = expiry != null && expiry.validTo != null;
    return request
        .withImportType(newMaterial ? ImportType.NEW_KEY_MATERIAL : null)
        .withKeyMaterialDescription(materialDescription)
        .withValidTo(expires ? expiry.validTo : null)
        .withExpirationModel(
            expires
                ? ExpirationModel.KEY_MATERIAL_EXPIRES
                : ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE);
  }
}
