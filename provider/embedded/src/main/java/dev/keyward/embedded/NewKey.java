package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.model.KeyOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A key on its way into the store. It is made once, however often its commit is tried: key pairs
 * take long to make, and near a quota everybody who makes keys is in everybody's way. Used by one
 * thread.
 */
final class NewKey implements AutoCloseable {
  private final Engine engine;
  private final Call call;
  private final Supplier<KeyRecord> blank;
  private KeyRecord key;
  private NewMaterial material;
  private boolean mayBeStored;

  /**
   * Nothing is made yet.
   *
   * @param blank the key before it has material
   */
  NewKey(Engine engine, Call call, Supplier<KeyRecord> blank) {
    this.engine = engine;
    this.call = call;
    this.blank = blank;
  }

  /**
   * Stores the key, and in the same commit what is written down with it.
   *
   * @throws StoreConflictException if somebody was faster; it can be tried again
   */
  KeyRecord store(Function<KeyRecord, List<Change>> along) {
    if (key == null) {
      // Nothing is made that there is no room for.
      engine.resourceQuotas().roomForKey(call.scope());
      key = made(blank.get());
    }
    List<Change> with = new ArrayList<>(engine.resourceQuotas().roomForKey(call.scope()));
    with.addAll(along.apply(key));
    mayBeStored = true;
    try {
      commit(with);
    } catch (StoreConflictException e) {
      mayBeStored = false;
      throw e;
    }
    return key;
  }

  private KeyRecord made(KeyRecord empty) {
    if (empty.origin() == KeyOrigin.EXTERNAL) {
      return empty;
    }
    KeyRecord made =
        empty.with(
            draft -> draft.backingKeys = List.of(engine.firstGeneration(empty.creationDate())));
    if (made.customKeyStoreId() != null) {
      engine.keyStores().createKey(call, made);
      return made;
    }
    material = Materials.generate(made.keySpec(), engine.random());
    return made.with(draft -> draft.publicKey = material.publicKey().orElse(null));
  }

  private void commit(List<Change> with) {
    if (material == null) {
      engine.lifecycle().create(key, with);
      return;
    }
    material
        .stored()
        .use(
            stored -> {
              with.add(engine.table().putMaterial(key.arn(), 1, stored));
              engine.lifecycle().create(key, with);
            });
  }

  /** Wipes the material, and deletes a key in a token that no KMS key names. */
  @Override
  public void close() {
    if (material != null) {
      material.close();
    }
    if (key != null && !mayBeStored) {
      engine.keyStores().deleteKey(key);
    }
  }
}
