package dev.keyward.embedded.grant;

import dev.keyward.embedded.policy.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The grants of one key by their grantees. Immutable. */
final class KeyGrants {
  private static final KeyGrants NONE = new KeyGrants(Map.of());

  private final Map<Principal, List<GrantRecord>> byGrantee;

  private KeyGrants(Map<Principal, List<GrantRecord>> byGrantee) {
    this.byGrantee = byGrantee;
  }

  static KeyGrants of(List<GrantRecord> grants) {
    if (grants.isEmpty()) {
      return NONE;
    }
    Map<Principal, List<GrantRecord>> byGrantee = new HashMap<>();
    for (GrantRecord grant : grants) {
      add(byGrantee, grant.granteePrincipal(), grant);
      add(byGrantee, grant.granteeServicePrincipal(), grant);
    }
    return new KeyGrants(byGrantee);
  }

  private static void add(
      Map<Principal, List<GrantRecord>> byGrantee, String name, GrantRecord grant) {
    // A grant to a name that cannot be read allows nobody anything, and hides no other grant.
    Principal.read(name)
        .ifPresent(
            grantee ->
                byGrantee
                    .computeIfAbsent(grantee.family(), unused -> new ArrayList<>())
                    .add(grant));
  }

  boolean isEmpty() {
    return byGrantee.isEmpty();
  }

  Optional<GrantRecord> first(Principal caller, Predicate<GrantRecord> wanted) {
    return byGrantee.getOrDefault(caller.family(), List.of()).stream().filter(wanted).findFirst();
  }
}
