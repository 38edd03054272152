package dev.keyward.samples.benchmarks;

import dev.keyward.embedded.policy.AccessRequest;
import dev.keyward.embedded.policy.Authorization;
import dev.keyward.embedded.policy.Conditions;
import dev.keyward.embedded.policy.Decision;
import dev.keyward.embedded.policy.IdentityPolicies;
import dev.keyward.embedded.policy.PolicyDocument;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.policy.ReadyPolicies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision on policies that were read before: budget 2 µs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {
  private static final String ACCOUNT = "111122223333";
  private static final String KEY =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private final Principal caller =
      Principal.parse("arn:aws:sts::111122223333:assumed-role/Application/i-0123456789abcdef0");
  private final Map<String, List<String>> values =
      Map.of(
          "kms:encryptioncontext:tenant", List.of("blue"),
          "aws:sourceip", List.of("10.1.2.3"),
          "aws:principaltag/team", List.of("blue"));
  private final Conditions conditions = key -> values.getOrDefault(key, List.of());

  private IdentityPolicies identity;
  private Optional<PolicyDocument> accountDecides;
  private Optional<PolicyDocument> twentyStatements;

  /** Reads the policies. */
  @Setup
  public void read() {
    accountDecides =
        Optional.of(
            PolicyDocument.keyPolicy(
                ReadyPolicies.accountDecides(new Principal.Root("aws", ACCOUNT))));
    identity =
        new IdentityPolicies(
            List.of(
                PolicyDocument.identityPolicy(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Deny", "Action": "kms:*", "Resource": "*",
                        "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}},
                      {"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"],
                        "Resource": "arn:aws:kms:*:111122223333:key/*",
                        "Condition": {"StringEquals": {
                          "kms:EncryptionContext:tenant": "${aws:PrincipalTag/team}"}}}]}
                    """)),
            Optional.empty(),
            Optional.empty(),
            List.of());
    twentyStatements = Optional.of(PolicyDocument.keyPolicy(twenty()));
  }

  private static String twenty() {
    StringBuilder statements = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String role = i == 19 ? "Application" : "Other" + i;
      statements
          .append(i == 0 ? "" : ",")
          .append("{\"Effect\":\"" + (i % 5 == 4 && i < 19 ? "Deny" : "Allow") + "\",")
          .append("\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/" + role + "\"},")
          .append("\"Action\":[\"kms:De*\",\"kms:GenerateDataKey*\"],\"Resource\":\"*\",")
          .append("\"Condition\":{\"StringLike\":{\"kms:EncryptionContext:tenant\":\"b*\"}}}");
    }
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  private Decision decide(Optional<PolicyDocument> keyPolicy, IdentityPolicies ofCaller) {
    AccessRequest request = new AccessRequest(caller, "kms:Decrypt", KEY, ACCOUNT, conditions);
    return Authorization.decide(request, keyPolicy, ofCaller, Optional::empty);
  }

  /**
   * The default key policy and a policy of the caller with two conditions and a variable.
   *
   * @return allowed
   */
  @Benchmark
  public Decision delegated() {
    return decide(accountDecides, identity);
  }

  /**
   * A key policy of 20 statements of which the last one allows.
   *
   * @return allowed
   */
  @Benchmark
  public Decision twentyStatementKeyPolicy() {
    return decide(twentyStatements, IdentityPolicies.none());
  }
}
