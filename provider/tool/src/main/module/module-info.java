/**
 * Keyward as one self-contained module: {@code keyward.jar} on a module path.
 *
 * <p>Being a module with a descriptor, not an automatic one, makes the embedded store work in
 * programs that start from a module of the JDK, such as {@code keytool} and {@code jarsigner}: the
 * JDK binds it as a security provider, and with it resolves {@code java.sql}, which such programs
 * do not have on their own. Applications need no {@code requires}.
 */
module dev.keyward {
  requires java.logging;
  requires java.sql;
  // HttpCore sets socket options with it.
  requires jdk.net;
  requires static java.management;
  requires static jdk.jfr;

  exports dev.keyward;
  exports dev.keyward.backend;
  exports dev.keyward.failure;
  exports dev.keyward.handle;
  exports dev.keyward.model;
  exports dev.keyward.params;
  exports dev.keyward.secret;
  // To all: the JDK calls MBeans from a module without a name, so that "to java.management" would
  // let them be registered, and no attribute be read.
  exports dev.keyward.envelope.management;
  exports dev.keyward.remote.telemetry;

  uses dev.keyward.backend.KeyBackendFactory;
  uses dev.keyward.kms.KmsFactory;

  provides java.security.Provider with
      dev.keyward.KeywardProvider;
  provides dev.keyward.backend.KeyBackendFactory with
      dev.keyward.embedded.EmbeddedBackendFactory,
      dev.keyward.remote.RemoteBackendFactory;
  provides dev.keyward.kms.KmsFactory with
      dev.keyward.embedded.EmbeddedKmsFactory,
      dev.keyward.remote.RemoteKmsFactory;
  provides java.sql.Driver with
      org.sqlite.JDBC;
}
