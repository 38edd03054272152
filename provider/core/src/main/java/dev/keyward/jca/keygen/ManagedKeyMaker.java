package dev.keyward.jca.keygen;

import dev.keyward.backend.KeyAdministration;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates a key in the key service and makes its handle. */
final class ManagedKeyMaker {
  private static final int SHORTEST_WAITING_PERIOD_DAYS = 7;

  private final Supplier<KeyBackend> backend;

  ManagedKeyMaker(Supplier<KeyBackend> backend) {
    this.backend = backend;
  }

  KeyHandle make(ManagedKeyParameterSpec wanted) {
    try {
      KeyBackend service = backend.get();
      KeyAdministration administration = service.require(KeyAdministration.class);
      KeyMetadata key =
          administration.createKey(
              new NewKey(wanted.spec(), wanted.usage(), wanted.description(), wanted.tags()));
      return KeyHandles.of(service, named(administration, key, wanted.alias()));
    } catch (KmsException e) {
      throw JcaFailures.inUncheckedMethod(e);
    }
  }

  private static KeyReference named(
      KeyAdministration administration, KeyMetadata key, Optional<AliasName> alias) {
    if (alias.isEmpty()) {
      return key.arn();
    }
    try {
      administration.putAlias(alias.get(), key.arn().keyId());
      return alias.get();
    } catch (KmsException e) {
      giveUp(administration, key, e);
      throw e;
    }
  }

  /** A key that nobody has a handle of is not left behind. */
  private static void giveUp(
      KeyAdministration administration, KeyMetadata key, KmsException reason) {
    try {
      administration.scheduleDeletion(key.arn().keyId(), SHORTEST_WAITING_PERIOD_DAYS);
    } catch (KmsException e) {
      reason.addSuppressed(e);
    }
  }
}
