package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.quota.RequestCategory;
import dev.keyward.embedded.quota.RequestQuotas;
import dev.keyward.kms.DataKeyPairSpec;

/**
 * Charges calls to the request quotas of the caller's account, also those that a policy of another
 * account permits: section 21.2 of the contract.
 */
final class RequestLimits {
  private final RequestQuotas quotas;

  RequestLimits(EngineSettings settings) {
    this.quotas = new RequestQuotas(settings.requests(), settings.nanos());
  }

  /**
   * Charges a call.
   *
   * @param key the key it is about; null if it is about none
   */
  void charge(Call call, KeyRecord key) {
    String region = call.scope().region();
    quotas.charge(call.account(), region, category(call, key));
    if (key != null
        && key.customKeyStoreId() != null
        && call.rule().is(OperationRule.Trait.CRYPTOGRAPHIC)) {
      quotas.chargeKeyStore(call.account(), region, key.customKeyStoreId());
    }
  }

  /** A replica counts as two keys created in its Region. */
  void chargeReplica(Call there) {
    quotas.charge(
        there.account(), there.scope().region(), RequestCategory.operation("CreateKey"), 2);
  }

  private static RequestCategory category(Call call, KeyRecord key) {
    if (RequestMembers.value(call.request(), "keyPairSpec") instanceof DataKeyPairSpec spec) {
      return RequestCategory.dataKeyPair(spec.name());
    }
    if (call.rule().is(OperationRule.Trait.CRYPTOGRAPHIC)) {
      return RequestCategory.cryptographic(key.keySpec());
    }
    return call.rule().name().equals("GenerateRandom")
        ? RequestCategory.SYMMETRIC
        : RequestCategory.operation(call.rule().name());
  }
}
