/**
 * The embedded key service. Its stored records are read and written by the JSON codec, which their
 * packages are open to.
 */
module dev.keyward.embedded {
  requires dev.keyward.kms;
  requires java.sql;
  requires org.bouncycastle.provider;
  // Binds the driver, which nothing else asks for.
  requires org.xerial.sqlitejdbc;
  requires static jdk.jfr;

  opens dev.keyward.embedded to
      dev.keyward.kms;
  opens dev.keyward.embedded.audit to
      dev.keyward.kms;
  opens dev.keyward.embedded.clock to
      dev.keyward.kms;
  opens dev.keyward.embedded.grant to
      dev.keyward.kms;
  opens dev.keyward.embedded.identity to
      dev.keyward.kms;
  opens dev.keyward.embedded.lifecycle to
      dev.keyward.kms;
  opens dev.keyward.embedded.usage to
      dev.keyward.kms;

  provides dev.keyward.backend.KeyBackendFactory with
      dev.keyward.embedded.EmbeddedBackendFactory;
  provides dev.keyward.kms.KmsFactory with
      dev.keyward.embedded.EmbeddedKmsFactory;
}
