/**
 * The security provider. Applications need no {@code requires}: the JDK binds it as a service, and
 * with it the key services on the module path.
 */
module dev.keyward.provider {
  requires transitive dev.keyward.spi;

  exports dev.keyward;
  exports dev.keyward.config to
      dev.keyward.tool;
  // MBeans: their interfaces have to be readable by whoever looks.
  exports dev.keyward.envelope.management;
  exports dev.keyward.envelope to
      dev.keyward.tool;

  uses dev.keyward.backend.KeyBackendFactory;

  provides java.security.Provider with
      dev.keyward.KeywardProvider;
}
