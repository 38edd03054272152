/** The KMS API: its operations, its JSON, and the adapter that makes a key service of it. */
module dev.keyward.kms {
  requires transitive dev.keyward.spi;
  requires com.fasterxml.jackson.core;

  exports dev.keyward.identity;
  exports dev.keyward.kms;
  exports dev.keyward.kms.backend to
      dev.keyward.embedded,
      dev.keyward.remote,
      dev.keyward.tool;
  exports dev.keyward.kms.json to
      dev.keyward.embedded,
      dev.keyward.remote,
      dev.keyward.tool;
  exports dev.keyward.kms.sigv4 to
      dev.keyward.remote,
      dev.keyward.tool;
}
