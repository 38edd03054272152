package dev.keyward.embedded.grant;

import dev.keyward.embedded.grant.GrantRecord.Constraints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How constraints of grants compare with requests, and with one another. */
final class ConstraintRules {
  /** The operations with an encryption context. */
  private static final Set<String> WITH_CONTEXT =
      Set.of(
          "Decrypt",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
          "ReEncryptFrom",
          "ReEncryptTo");

  private static final Set<String> UNCONSTRAINED = Set.of("DescribeKey", "RetireGrant");
  private static final Constraints NONE = new Constraints(null, null, null);

  private ConstraintRules() {}

  static boolean fits(Constraints constraints, GrantRequest request) {
    if (constraints == null || UNCONSTRAINED.contains(request.operation())) {
      return true;
    }
    String source = constraints.sourceArn();
    if (source != null && request.sourceArn().filter(source::equals).isEmpty()) {
      return false;
    }
    if (!WITH_CONTEXT.contains(request.operation())) {
      return true;
    }
    List<Pair> context = pairs(request.encryptionContext());
    Map<String, String> equal = constraints.encryptionContextEquals();
    Map<String, String> subset = constraints.encryptionContextSubset();
    return (equal == null || isSame(context, pairs(equal)))
        && (subset == null || contains(context, pairs(subset)));
  }

  /** Whether a child grant applies only where its parent does. */
  static boolean isAtLeastAsStrict(Constraints childOrNull, Constraints parentOrNull) {
    Constraints child = childOrNull == null ? NONE : childOrNull;
    Constraints parent = parentOrNull == null ? NONE : parentOrNull;
    return (parent.sourceArn() == null || parent.sourceArn().equals(child.sourceArn()))
        && keepsEquals(child, parent.encryptionContextEquals())
        && keepsSubset(child, parent.encryptionContextSubset());
  }

  private static boolean keepsEquals(Constraints child, Map<String, String> parent) {
    return parent == null
        || child.encryptionContextEquals() != null
            && isSame(pairs(child.encryptionContextEquals()), pairs(parent));
  }

  private static boolean keepsSubset(Constraints child, Map<String, String> parent) {
    return parent == null
        || keepsPairs(child.encryptionContextEquals(), parent)
        || keepsPairs(child.encryptionContextSubset(), parent);
  }

  private static boolean keepsPairs(Map<String, String> child, Map<String, String> parent) {
    return child != null && contains(pairs(child), pairs(parent));
  }

  /** A pair whose name lost its case; two names of a context may become one. */
  private record Pair(String lowerCaseName, String value) {}

  private static List<Pair> pairs(Map<String, String> context) {
    return context.entrySet().stream()
        .map(pair -> new Pair(pair.getKey().toLowerCase(Locale.ROOT), pair.getValue()))
        .toList();
  }

  private static boolean isSame(List<Pair> some, List<Pair> others) {
    return some.size() == others.size() && contains(some, others);
  }

  /** Each pair counts as often as it is there. */
  private static boolean contains(List<Pair> all, List<Pair> wanted) {
    List<Pair> left = new ArrayList<>(all);
    for (Pair pair : wanted) {
      if (!left.remove(pair)) {
        return false;
      }
    }
    return true;
  }
}
