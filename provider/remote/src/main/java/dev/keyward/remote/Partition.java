package dev.keyward.remote;

import java.util.Optional;

/** A group of Regions that share their host names. */
enum Partition {
  AWS("amazonaws.com", "api.aws"),
  AWS_CN("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
  AWS_US_GOV("amazonaws.com", "api.aws"),
  AWS_EUSC("amazonaws.eu", "api.amazonwebservices.eu"),
  AWS_ISO("c2s.ic.gov", null),
  AWS_ISO_B("sc2s.sgov.gov", null),
  AWS_ISO_E("cloud.adc-e.uk", null),
  AWS_ISO_F("csp.hci.ic.gov", null);

  private final String domain;
  private final String dualStackDomain;

  Partition(String domain, String dualStackDomain) {
    this.domain = domain;
    this.dualStackDomain = dualStackDomain;
  }

  static Partition of(String region) {
    if (region.startsWith("cn-")) {
      return AWS_CN;
    }
    if (region.startsWith("us-gov-")) {
      return AWS_US_GOV;
    }
    if (region.startsWith("eusc-")) {
      return AWS_EUSC;
    }
    if (region.startsWith("us-isob-")) {
      return AWS_ISO_B;
    }
    if (region.startsWith("eu-isoe-")) {
      return AWS_ISO_E;
    }
    if (region.startsWith("us-isof-") || region.startsWith("eu-isof-")) {
      return AWS_ISO_F;
    }
    return region.startsWith("us-iso-") ? AWS_ISO : AWS;
  }

  String domain() {
    return domain;
  }

  /** Empty where there are no addresses of both kinds. */
  Optional<String> dualStackDomain() {
    return Optional.ofNullable(dualStackDomain);
  }
}
