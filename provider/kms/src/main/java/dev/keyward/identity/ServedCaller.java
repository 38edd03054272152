package dev.keyward.identity;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who makes a request that arrived over the wire, and under which circumstances.
 *
 * @param principalArn who calls; acts in the account it belongs to
 * @param region Region in which names without an ARN are looked up
 * @param circumstances values of condition keys by lower-case name: {@code aws:sourceip}, {@code
 *     aws:useragent}, {@code aws:securetransport} and the like
 */
public record ServedCaller(
    String principalArn, String region, Map<String, List<String>> circumstances) {
  /** Name of the circumstance that gives the id of the request, for the audit trail. */
  public static final String REQUEST_ID = "keyward:requestid";

  /** Copies the circumstances. */
  public ServedCaller {
    Objects.requireNonNull(principalArn, "principalArn");
    Objects.requireNonNull(region, "region");
    circumstances = Map.copyOf(circumstances);
  }
}
