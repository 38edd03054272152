package dev.keyward.samples.migrate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Passes on to a key manager that can be exchanged. A handshake that has begun may ask for its key
 * after the exchange: the alias tells which manager it belongs to.
 */
final class SwitchingKeyManager extends X509ExtendedKeyManager {
  private static final char SEPARATOR = '/';

  private record Generation(int number, X509ExtendedKeyManager keys) {}

  private volatile Generation present;
  private volatile Generation before;

  SwitchingKeyManager(X509ExtendedKeyManager first) {
    present = new Generation(1, first);
    before = present;
  }

  synchronized void switchTo(X509ExtendedKeyManager next) {
    before = present;
    present = new Generation(before.number() + 1, next);
  }

  private static String named(Generation generation, String alias) {
    return alias == null ? null : generation.number() + "" + SEPARATOR + alias;
  }

  private X509ExtendedKeyManager of(String name) {
    Generation now = present;
    return name.startsWith(now.number() + "" + SEPARATOR) ? now.keys() : before.keys();
  }

  private static String alias(String name) {
    return name.substring(name.indexOf(SEPARATOR) + 1);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    Generation now = present;
    return named(now, now.keys().chooseEngineServerAlias(keyType, issuers, engine));
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    Generation now = present;
    return named(now, now.keys().chooseServerAlias(keyType, issuers, socket));
  }

  @Override
  public PrivateKey getPrivateKey(String name) {
    return of(name).getPrivateKey(alias(name));
  }

  @Override
  public X509Certificate[] getCertificateChain(String name) {
    return of(name).getCertificateChain(alias(name));
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return present.keys().getServerAliases(keyType, issuers);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }
}
