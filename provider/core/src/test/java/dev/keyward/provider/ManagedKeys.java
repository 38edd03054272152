package dev.keyward.provider;

import dev.keyward.backend.KeyAdministration;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.backend.KeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** Managed keys of one provider, made through the JCA when they are asked for first. */
final class ManagedKeys {
  private final Provider provider;
  private final Map<String, Object> made = new ConcurrentHashMap<>();

  ManagedKeys(Provider provider) {
    this.provider = provider;
  }

  Provider provider() {
    return provider;
  }

  KeyPair pair(KeySpec spec, KeyUsage usage) {
    return (KeyPair) made.computeIfAbsent(spec + "/" + usage, name -> newPair(spec, usage));
  }

  SecretKey secret(KeySpec spec) {
    return (SecretKey) made.computeIfAbsent(spec.name(), name -> newSecret(spec));
  }

  KeyPair newPair(KeySpec spec, KeyUsage usage) {
    String algorithm =
        switch (spec.family()) {
          case EDWARDS -> "EdDSA";
          case ML_DSA -> "ML-DSA";
          case ML_KEM -> "ML-KEM";
          default -> spec.family().name();
        };
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
      generator.initialize(ManagedKeyParameterSpec.of(spec).withUsage(usage));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SecretKey newSecret(KeySpec spec) {
    String algorithm = spec.family() == KeySpec.Family.HMAC ? "HmacSHA" + spec.size() : "AES";
    try {
      KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
      generator.init(ManagedKeyParameterSpec.of(spec));
      return generator.generateKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A second key of the same kind in the same key service. */
  static PrivateKey sibling(KeyHandle handle) {
    KeyBackend backend = handle.backend();
    return (PrivateKey)
        KeyHandles.of(
            backend,
            backend
                .require(KeyAdministration.class)
                .createKey(new NewKey(handle.spec(), handle.usage(), "", Map.of()))
                .arn());
  }
}
