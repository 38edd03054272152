/** The wire client. What HttpClient needs is named here, because its own jars name nothing. */
module dev.keyward.remote {
  requires dev.keyward.kms;
  requires jdk.net;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.slf4j;
  requires static java.management;
  requires static org.bouncycastle.provider;
  requires static jdk.jfr;

  // MBeans: their interfaces have to be readable by whoever looks.
  exports dev.keyward.remote.telemetry;

  opens dev.keyward.remote.credentials to
      dev.keyward.kms;

  provides dev.keyward.backend.KeyBackendFactory with
      dev.keyward.remote.RemoteBackendFactory;
  provides dev.keyward.kms.KmsFactory with
      dev.keyward.remote.RemoteKmsFactory;
}
