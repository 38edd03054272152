package dev.keyward.backend;

import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.util.Objects;

/**
 * The public half of a managed key pair.
 *
 * @param arn the KMS key
 * @param spec its spec
 * @param usage its usage
 * @param encoded DER SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7); copied on the way in and out
 */
public record ManagedPublicKey(KeyArn arn, KeySpec spec, KeyUsage usage, byte[] encoded) {
  public ManagedPublicKey {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(usage, "usage");
    encoded = encoded.clone();
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }
}
