package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.util.Objects;

/** What all handles have in common. */
record HandleIdentity(
    KeyBackend backend, KeyReference reference, KeyArn arn, KeySpec spec, KeyUsage usage) {

  HandleIdentity {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(usage, "usage");
  }

  static HandleIdentity pinned(KeyBackend backend, KeyMetadata key) {
    return new HandleIdentity(backend, key.arn(), key.arn(), key.spec(), key.usage());
  }

  boolean isSameKey(Object other) {
    return other instanceof KeyHandle handle && handle.arn().equals(arn);
  }

  @Override
  public int hashCode() {
    return arn.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HandleIdentity that && that.arn.equals(arn);
  }

  @Override
  public String toString() {
    return reference.equals(arn) ? arn.text() : reference.text() + " (" + arn.text() + ")";
  }
}
