/** The contract between the provider, its key services, and applications. The JDK only. */
module dev.keyward.spi {
  requires static java.management;

  exports dev.keyward.backend;
  exports dev.keyward.failure;
  exports dev.keyward.handle;
  exports dev.keyward.model;
  exports dev.keyward.params;
  exports dev.keyward.secret;
  exports dev.keyward.jdk to
      dev.keyward.provider,
      dev.keyward.kms,
      dev.keyward.embedded,
      dev.keyward.remote,
      dev.keyward.tool;
  exports dev.keyward.keystore to
      dev.keyward.provider;
  exports dev.keyward.telemetry to
      dev.keyward.provider,
      dev.keyward.kms,
      dev.keyward.embedded,
      dev.keyward.remote,
      dev.keyward.tool;
}
