package dev.keyward.provider;

import dev.keyward.model.KeySpec;

/** The HMAC algorithms with their object identifiers (RFC 8018, appendix B.1.2). */
enum Hmac {
  SHA224(KeySpec.HMAC_224, 8),
  SHA256(KeySpec.HMAC_256, 9),
  SHA384(KeySpec.HMAC_384, 10),
  SHA512(KeySpec.HMAC_512, 11);

  private final KeySpec spec;
  private final int arc;

  Hmac(KeySpec spec, int arc) {
    this.spec = spec;
    this.arc = arc;
  }

  KeySpec spec() {
    return spec;
  }

  String algorithm() {
    return "Hmac" + name();
  }

  String oid() {
    return "1.2.840.113549.2." + arc;
  }
}
