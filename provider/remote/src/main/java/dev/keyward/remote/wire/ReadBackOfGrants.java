package dev.keyward.remote.wire;

import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.ConnectionState;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CustomKeyStoresListEntry;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GrantListEntry;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.remote.wire.ReadBack.Found;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which grants and custom key stores there are now. */
final class ReadBackOfGrants {
  private ReadBackOfGrants() {}

  static Found look(KmsCalls calls, Record request, Failure last) {
    if (request instanceof RevokeGrant.Request asked) {
      return ended(calls, asked.keyId(), asked.grantId(), last);
    }
    if (request instanceof RetireGrant.Request asked) {
      boolean isNamed = asked.keyId() != null && asked.grantId() != null;
      return isNamed ? ended(calls, asked.keyId(), asked.grantId(), last) : endedByToken(last);
    }
    if (request instanceof CreateGrant.Request asked) {
      return asked.name() == null ? Found.UNKNOWN : created(calls, asked);
    }
    return store(calls, request, last);
  }

  private static Found ended(KmsCalls calls, String key, String grant, Failure last) {
    return isGone(calls, key, grant)
        ? Found.done(null)
        : ReadBack.notDoneUnless(last, ErrorCode.NOT_FOUND, ErrorCode.INVALID_GRANT_ID);
  }

  /** A token names no key to look at; but it was issued, so that a grant not found was ended. */
  private static Found endedByToken(Failure last) {
    return ReadBack.isRefusedFor(last, ErrorCode.NOT_FOUND, ErrorCode.INVALID_GRANT_ID)
        ? Found.done(null)
        : Found.UNKNOWN;
  }

  private static boolean isGone(KmsCalls calls, String key, String grant) {
    try {
      return grants(calls, ListGrants.Request.of(key).withGrantId(grant)).isEmpty();
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.INVALID_GRANT_ID)) {
        return true;
      }
      throw e;
    }
  }

  private static List<GrantListEntry> grants(KmsCalls calls, ListGrants.Request first) {
    List<GrantListEntry> all = new ArrayList<>();
    Set<String> markers = new HashSet<>();
    ListGrants.Request question = first;
    while (true) {
      ListGrants.Response page = (ListGrants.Response) calls.call("ListGrants", question);
      if (page.grants() != null) {
        all.addAll(page.grants());
      }
      boolean isLast = !Boolean.TRUE.equals(page.truncated()) || page.nextMarker() == null;
      if (isLast || !markers.add(page.nextMarker())) {
        return all;
      }
      question = question.withMarker(page.nextMarker());
    }
  }

  /** A grant that is listed is in force everywhere: its token, which nobody knows, adds nothing. */
  private static Found created(KmsCalls calls, CreateGrant.Request asked) {
    List<GrantListEntry> named =
        grants(calls, ListGrants.Request.of(asked.keyId())).stream()
            .filter(grant -> asked.name().equals(grant.name()))
            .toList();
    if (named.isEmpty()) {
      return Found.NOT_DONE;
    }
    return named.stream()
        .filter(grant -> isSame(asked, grant))
        .findFirst()
        .map(grant -> Found.done(new CreateGrant.Response(null, grant.grantId())))
        .orElse(Found.UNKNOWN);
  }

  private static boolean isSame(CreateGrant.Request asked, GrantListEntry grant) {
    return Objects.equals(asked.granteePrincipal(), grant.granteePrincipal())
        && Objects.equals(asked.retiringPrincipal(), grant.retiringPrincipal())
        && Objects.equals(asked.constraints(), grant.constraints())
        && grant.operations() != null
        && Set.copyOf(asked.operations()).equals(Set.copyOf(grant.operations()));
  }

  private static Found store(KmsCalls calls, Record request, Failure last) {
    if (request instanceof ConnectCustomKeyStore.Request asked) {
      return connection(
          calls, asked.customKeyStoreId(), ConnectionState.CONNECTED, ConnectionState.CONNECTING);
    }
    if (request instanceof DisconnectCustomKeyStore.Request asked) {
      return connection(
          calls,
          asked.customKeyStoreId(),
          ConnectionState.DISCONNECTED,
          ConnectionState.DISCONNECTING);
    }
    if (request instanceof DeleteCustomKeyStore.Request asked) {
      return find(calls, asked.customKeyStoreId()).isEmpty()
          ? Found.done(new DeleteCustomKeyStore.Response())
          : ReadBack.notDoneUnless(last, ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND);
    }
    return request instanceof UpdateCustomKeyStore.Request asked
        ? updated(calls, asked)
        : Found.UNKNOWN;
  }

  private static Found connection(
      KmsCalls calls, String id, ConnectionState reached, ConnectionState onTheWay) {
    Optional<ConnectionState> now = find(calls, id).map(CustomKeyStoresListEntry::connectionState);
    if (now.filter(state -> state == reached || state == onTheWay).isEmpty()) {
      return Found.NOT_DONE;
    }
    return Found.done(
        reached == ConnectionState.CONNECTED
            ? new ConnectCustomKeyStore.Response()
            : new DisconnectCustomKeyStore.Response());
  }

  /** Only a name is shown as it was set; passwords and credentials are not shown at all. */
  private static Found updated(KmsCalls calls, UpdateCustomKeyStore.Request asked) {
    UpdateCustomKeyStore.Request nameOnly =
        UpdateCustomKeyStore.Request.of(asked.customKeyStoreId())
            .withNewCustomKeyStoreName(asked.newCustomKeyStoreName());
    if (asked.newCustomKeyStoreName() == null || !nameOnly.equals(asked)) {
      return Found.UNKNOWN;
    }
    boolean isNamed =
        find(calls, asked.customKeyStoreId())
            .filter(store -> asked.newCustomKeyStoreName().equals(store.customKeyStoreName()))
            .isPresent();
    return isNamed ? Found.done(new UpdateCustomKeyStore.Response()) : Found.NOT_DONE;
  }

  private static Optional<CustomKeyStoresListEntry> find(KmsCalls calls, String id) {
    try {
      DescribeCustomKeyStores.Response found =
          (DescribeCustomKeyStores.Response)
              calls.call(
                  "DescribeCustomKeyStores",
                  DescribeCustomKeyStores.Request.of().withCustomKeyStoreId(id));
      return found.customKeyStores() == null
          ? Optional.empty()
          : found.customKeyStores().stream()
              .filter(store -> id.equals(store.customKeyStoreId()))
              .findFirst();
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
