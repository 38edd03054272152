package dev.keyward.embedded.identity;

import dev.keyward.identity.Identity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A user or role as the store keeps it (in JSON).
 *
 * @param arn its ARN
 * @param kind which of both
 * @param account 12 digits
 * @param name its name
 * @param uniqueId its id
 * @param created when it was created
 * @param inlinePolicies documents by name
 * @param attachedPolicies ARNs
 * @param tags its tags
 * @param boundary ARN of a managed policy, or null
 */
record IdentityRecord(
    String arn,
    Identity.Kind kind,
    String account,
    String name,
    String uniqueId,
    Instant created,
    Map<String, String> inlinePolicies,
    List<String> attachedPolicies,
    Map<String, String> tags,
    String boundary) {

  static IdentityRecord created(
      String arn, Identity.Kind kind, String account, String name, String uniqueId, Instant now) {
    return new IdentityRecord(
        arn, kind, account, name, uniqueId, now, Map.of(), List.of(), Map.of(), null);
  }

  Identity identity() {
    return new Identity(
        arn,
        kind,
        account,
        name,
        uniqueId,
        created,
        inlinePolicies,
        Set.copyOf(attachedPolicies),
        tags,
        Optional.ofNullable(boundary));
  }

  boolean uses(String policyArn) {
    return attachedPolicies.contains(policyArn) || policyArn.equals(boundary);
  }

  IdentityRecord withInlinePolicy(String policyName, String document) {
    Map<String, String> more = new TreeMap<>(inlinePolicies);
    more.put(policyName, document);
    return copy(more, attachedPolicies, tags, boundary);
  }

  IdentityRecord withoutInlinePolicy(String policyName) {
    Map<String, String> fewer = new TreeMap<>(inlinePolicies);
    fewer.remove(policyName);
    return copy(fewer, attachedPolicies, tags, boundary);
  }

  IdentityRecord withAttached(String policyArn) {
    Set<String> more = new TreeSet<>(attachedPolicies);
    more.add(policyArn);
    return copy(inlinePolicies, List.copyOf(more), tags, boundary);
  }

  IdentityRecord withoutAttached(String policyArn) {
    Set<String> fewer = new TreeSet<>(attachedPolicies);
    fewer.remove(policyArn);
    return copy(inlinePolicies, List.copyOf(fewer), tags, boundary);
  }

  IdentityRecord withTags(Map<String, String> added, Set<String> removed) {
    Map<String, String> all = new TreeMap<>(tags);
    all.putAll(added);
    all.keySet().removeAll(removed);
    return copy(inlinePolicies, attachedPolicies, all, boundary);
  }

  IdentityRecord withBoundary(Optional<String> policyArn) {
    return copy(inlinePolicies, attachedPolicies, tags, policyArn.orElse(null));
  }

  private IdentityRecord copy(
      Map<String, String> inline, List<String> attached, Map<String, String> tags, String limit) {
    return new IdentityRecord(
        arn,
        kind,
        account,
        name,
        uniqueId,
        created,
        Collections.unmodifiableMap(inline),
        attached,
        Collections.unmodifiableMap(tags),
        limit);
  }
}
