package dev.keyward.jca.keyfactory;

import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jca.failures.Refusals;
import dev.keyward.model.KeyReference;
import dev.keyward.params.KeyReferenceSpec;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What both factories do: look keys up, name handles, recognise handles. */
final class NamedKeys {
  private final Supplier<KeyBackend> backend;
  private final Predicate<KeyHandle> ours;

  NamedKeys(Supplier<KeyBackend> backend, Predicate<KeyHandle> ours) {
    this.backend = Objects.requireNonNull(backend, "backend");
    this.ours = Objects.requireNonNull(ours, "ours");
  }

  KeyHandle find(KeySpec spec) throws InvalidKeySpecException {
    return find(spec, KeyHandles::of);
  }

  KeyHandle findSecret(KeySpec spec) throws InvalidKeySpecException {
    return find(spec, KeyHandles::ofSecret);
  }

  private KeyHandle find(KeySpec spec, BiFunction<KeyBackend, KeyReference, KeyHandle> maker)
      throws InvalidKeySpecException {
    if (!(spec instanceof KeyReferenceSpec named)) {
      throw new InvalidKeySpecException(
          "Pass a KeyReferenceSpec, got " + (spec == null ? "null" : spec.getClass().getName()));
    }
    try {
      return maker.apply(backend.get(), named.reference());
    } catch (KmsException e) {
      throw new InvalidKeySpecException(e.getMessage(), e);
    }
  }

  KeyReferenceSpec name(Key key, Class<?> wanted) throws InvalidKeySpecException {
    if (!(key instanceof KeyHandle handle)) {
      throw new InvalidKeySpecException("Only key handles of Keyward have a name.");
    }
    if (wanted == null || !wanted.isAssignableFrom(KeyReferenceSpec.class)) {
      throw new InvalidKeySpecException(
          "Key " + handle.reference() + " stays in its key service; ask for a KeyReferenceSpec.");
    }
    return new KeyReferenceSpec(handle.reference());
  }

  KeyHandle recognise(Key key) throws InvalidKeyException {
    if (!(key instanceof KeyHandle handle)) {
      throw Refusals.notManaged(key);
    }
    if (!ours.test(handle)) {
      throw Refusals.ofAnotherProvider(handle);
    }
    return handle;
  }
}
