package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.policy.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Who calls the engine, where, and what is known of the circumstances.
 *
 * @param principal who calls
 * @param scope account and Region in which names without an ARN are looked up; the account is the
 *     principal's own, or for a service the one it acts in
 * @param context values of condition keys that only the caller's side knows, by lower-case name:
 *     for example {@code aws:sourceip}, {@code kms:viaservice}, {@code aws:multifactorauthpresent}
 */
public record Caller(Principal principal, Scope scope, Map<String, List<String>> context) {
  /** Name of the session in which a program in this JVM uses a role. */
  private static final String LOCAL_SESSION = "keyward";

  public Caller {
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(scope, "scope");
    context = Map.copyOf(context);
    if (principal.account().filter(own -> !own.equals(scope.account())).isPresent()) {
      throw new IllegalArgumentException(
          principal.arn() + " does not belong to account " + scope.account());
    }
  }

  /**
   * A caller of whom nothing else is known. A role is used in a session of this JVM.
   *
   * @param principal who calls
   * @param scope account and Region
   * @return the caller
   */
  public static Caller of(Principal principal, Scope scope) {
    Principal acting =
        principal instanceof Principal.Role role
            ? new Principal.AssumedRole(role.partition(), role.id(), role.name(), LOCAL_SESSION)
            : principal;
    return new Caller(acting, scope, Map.of());
  }

  /**
   * The root user of an account.
   *
   * @param scope account and Region
   * @return the caller
   */
  public static Caller root(Scope scope) {
    return of(new Principal.Root(scope.partition(), scope.account()), scope);
  }

  /**
   * The same caller with one more circumstance.
   *
   * @param conditionKey name of the condition key, for example {@code aws:SourceIp}
   * @param values its values
   * @return a new caller
   */
  public Caller with(String conditionKey, String... values) {
    Map<String, List<String>> more = new HashMap<>(context);
    more.put(conditionKey.toLowerCase(Locale.ROOT), List.of(values));
    return new Caller(principal, scope, more);
  }

  /**
   * The same caller in another Region.
   *
   * @param region the Region
   * @return a new caller
   */
  public Caller in(String region) {
    return new Caller(principal, scope.in(region), context);
  }

  /**
   * The account that the caller belongs to.
   *
   * @return 12 digits; for a service the account it acts in
   */
  public String account() {
    return principal.account().orElse(scope.account());
  }

  /** The first value of a circumstance, or null. */
  String contextValue(String lowerCaseKey) {
    List<String> values = context.get(lowerCaseKey);
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
