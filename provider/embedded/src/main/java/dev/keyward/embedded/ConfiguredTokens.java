package dev.keyward.embedded;

import dev.keyward.backend.BackendSettings;
import dev.keyward.embedded.customstore.Pkcs11Store;
import dev.keyward.embedded.customstore.TokenException;
import dev.keyward.embedded.customstore.TokenLocation;
import dev.keyward.embedded.customstore.TokenStore;
import dev.keyward.secret.SecretBytes;

/** The PKCS #11 tokens that the local configuration names by cluster ids. */
record ConfiguredTokens(BackendSettings settings) implements TokenConnector {

  @Override
  public TokenStore connect(String clusterId, SecretBytes pin) throws TokenException {
    return Pkcs11Store.connect(TokenLocation.of(settings, clusterId), pin);
  }

  @Override
  public boolean knows(String clusterId) {
    return TokenLocation.isConfigured(settings, clusterId);
  }
}
