package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyTable;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.quota.ResourceQuotas;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;

/** How much there may be of everything: section 21.1 of the contract. */
final class ResourceLimits {
  private final ResourceQuotas quotas;
  private final KeyTable table;

  ResourceLimits(ResourceQuotas quotas, KeyTable table) {
    this.quotas = quotas;
    this.table = table;
  }

  /** Keys in every state count, also those that wait for their deletion. */
  void requireRoomForKey(Scope scope) {
    if (table.countKeys(scope) >= quotas.keys()) {
      throw exceeded(
          "Account " + scope.account() + " has " + quotas.keys() + " keys in " + scope.region());
    }
  }

  void requireRoomForGrant(String key, long grants) {
    if (grants >= quotas.grantsPerKey()) {
      throw exceeded(key + " has " + quotas.grantsPerKey() + " grants");
    }
  }

  void requireRoomForKeyStore(Scope scope, long keyStores) {
    if (keyStores >= quotas.keyStores()) {
      throw exceeded(
          "Account "
              + scope.account()
              + " has "
              + quotas.keyStores()
              + " custom key stores in "
              + scope.region());
    }
  }

  void requireFits(int policyBytes) {
    if (policyBytes > quotas.policyBytes()) {
      throw new KmsServiceException(
          ErrorCode.LIMIT_EXCEEDED,
          "The key policy has "
              + policyBytes
              + " bytes; at most "
              + quotas.policyBytes()
              + " are allowed.");
    }
  }

  int aliasesPerKey() {
    return quotas.aliasesPerKey();
  }

  int tagsPerKey() {
    return quotas.tagsPerKey();
  }

  int onDemandRotations() {
    return quotas.onDemandRotations();
  }

  private static KmsServiceException exceeded(String what) {
    return new KmsServiceException(ErrorCode.LIMIT_EXCEEDED, what + " already.");
  }
}
