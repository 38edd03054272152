package dev.keyward.remote;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a KMS answers.
 *
 * @param uri scheme and host, with a port if it is not the usual one
 * @param region the Region that requests are signed for; also for FIPS and dual-stack hosts the
 *     plain one
 */
record KmsEndpoint(URI uri, String region) {
  private static final Pattern REGION = Pattern.compile("([a-z]+-){2,3}\\d+");

  KmsEndpoint {
    Objects.requireNonNull(uri, "uri");
    if (region.length() > 32 || !REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("a Region reads like eu-west-1, got \"" + region + "\"");
    }
  }

  /** Which of a Region's addresses. */
  enum Variant {
    REGIONAL,
    FIPS,
    DUAL_STACK,
    FIPS_DUAL_STACK
  }

  /** The address of a Region. */
  static KmsEndpoint of(String region, Variant variant) {
    return new KmsEndpoint(address("kms", region, variant), region);
  }

  /** Where the token service of a Region answers; its plain address in GovCloud is a FIPS one. */
  static URI tokenService(String region, Variant variant) {
    boolean isFipsAnyway = variant == Variant.FIPS && Partition.of(region) == Partition.AWS_US_GOV;
    return address("sts", region, isFipsAnyway ? Variant.REGIONAL : variant);
  }

  private static URI address(String service, String region, Variant variant) {
    Partition partition = Partition.of(region);
    boolean fips = variant == Variant.FIPS || variant == Variant.FIPS_DUAL_STACK;
    boolean dualStack = variant == Variant.DUAL_STACK || variant == Variant.FIPS_DUAL_STACK;
    String domain =
        dualStack
            ? partition
                .dualStackDomain()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "Region " + region + " has no dual-stack address"))
            : partition.domain();
    String name = fips ? service + "-fips." : service + ".";
    return URI.create("https://" + name + region + "." + domain);
  }

  /** An address of one's own. It excludes FIPS and dual-stack. */
  static KmsEndpoint custom(URI uri, String region) {
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("an endpoint reads https://HOST:PORT");
    }
    return new KmsEndpoint(uri, region);
  }
}
