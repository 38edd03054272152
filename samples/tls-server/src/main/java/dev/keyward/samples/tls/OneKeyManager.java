package dev.keyward.samples.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Serves with the key and the certificates of one alias. The JDK's key managers take any key of the
 * store that fits; this one takes the one that was named, or none.
 */
final class OneKeyManager extends X509ExtendedKeyManager {
  private final String alias;
  private final PrivateKey key;
  private final X509Certificate[] chain;

  private OneKeyManager(String alias, PrivateKey key, X509Certificate[] chain) {
    this.alias = alias;
    this.key = key;
    this.chain = chain;
  }

  static OneKeyManager of(KeyStore keys, String alias) throws GeneralSecurityException {
    Certificate[] chain = keys.getCertificateChain(alias);
    if (chain == null || !(keys.getKey(alias, null) instanceof PrivateKey key)) {
      throw new GeneralSecurityException(
          "Alias \"" + alias + "\" has no private key with a certificate.");
    }
    return new OneKeyManager(
        alias, key, Arrays.copyOf(chain, chain.length, X509Certificate[].class));
  }

  /** JSSE asks once for each kind of key it could use: EC, RSA, RSASSA-PSS and so on. */
  private String aliasFor(String keyType) {
    return keyType.equals(key.getAlgorithm()) ? alias : null;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return aliasFor(keyType);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return aliasFor(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliasFor(keyType) == null ? null : new String[] {alias};
  }

  @Override
  public PrivateKey getPrivateKey(String name) {
    return alias.equals(name) ? key : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String name) {
    return alias.equals(name) ? chain.clone() : null;
  }

  /** This is a server: it has nothing to show to other servers. */
  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }
}
