package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyTable;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.quota.ResourceQuotas;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How much there may be of everything: section 21.1 of the contract. */
final class ResourceLimits {
  private final ResourceQuotas quotas;
  private final KeyTable table;
  private final LastPlaces places;

  ResourceLimits(ResourceQuotas quotas, KeyTable table, RecordStore store) {
    this.quotas = quotas;
    this.table = table;
    this.places = new LastPlaces(store);
  }

  /**
   * Keys in every state count, also those that wait for their deletion.
   *
   * @return what belongs into the commit that makes the key
   */
  List<Change> roomForKey(Scope scope) {
    return take(
        new RecordId(RecordKind.META, "last-keys/" + scope.prefix()),
        Optional.empty(),
        () -> quotas.keys() - table.countKeys(scope),
        () ->
            "Account " + scope.account() + " has " + quotas.keys() + " keys in " + scope.region());
  }

  /**
   * As {@link #roomForKey}.
   *
   * @param grants counts the grants of the key
   */
  List<Change> roomForGrant(KeyRecord key, LongSupplier grants) {
    String record = Records.key(key.arn()).id();
    // A record that belongs to the key, so that it is deleted with it.
    return take(
        new RecordId(RecordKind.REQUEST, "last-grants/" + record),
        Optional.of(record),
        () -> quotas.grantsPerKey() - grants.getAsLong(),
        () -> key.arn() + " has " + quotas.grantsPerKey() + " grants");
  }

  private List<Change> take(
      RecordId record, Optional<String> parent, LongSupplier left, Supplier<String> full) {
    try {
      return places.take(record, parent, left).map(List::of).orElse(List.of());
    } catch (LastPlaces.NoPlaceException e) {
      throw exceeded(full.get());
    }
  }

  /** Key stores are few, and all of an account and Region are changed one after the other. */
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
