package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.kms.Operation;
import dev.keyward.kms.json.JsonText;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** The unmodified AWS SDK for Java drives every operation, for two principals. */
class SdkTourTest {
  /** What the endpoint may refuse here: there is no token behind the custom key store. */
  private static final Set<String> NEEDS_A_TOKEN =
      Set.of("ConnectCustomKeyStore", "DisconnectCustomKeyStore");

  @TempDir Path home;
  private KmsClient kms;

  private static KmsClient client(
      EndpointFixture fixture, EndpointFixture.Login login, String region) {
    String secret = login.secret().read(bytes -> new String(bytes, UTF_8));
    return KmsClient.builder()
        .endpointOverride(URI.create(fixture.endpoint().uri().toString()))
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(login.id(), secret)))
        .build();
  }

  private static SdkBytes text(String text) {
    return SdkBytes.fromUtf8String(text);
  }

  private String key(Consumer<CreateKeyRequest.Builder> request) {
    return kms.createKey(request).keyMetadata().arn();
  }

  @Test
  void tour_everyOperation_isAnsweredAsTheSdkExpects() throws Exception {
    StringWriter log = new StringWriter();
    try (EndpointFixture fixture =
        new EndpointFixture(
            home,
            settings -> settings.withAccessLog(log),
            Map.of("custom-key-store.cluster-abcdefg2345.library", "/nowhere/token.so"))) {
      kms = client(fixture, fixture.administrator(), EndpointFixture.REGION);
      String key = key(r -> r.description("tour"));
      keysAndNames(key);
      encryption(key);
      rotationAndPolicy(key);
      grants(key, fixture.administrator().userArn());
      signatures();
      imports();
      regions(fixture);
      customKeyStores();
      endOfLife(key);
      encapsulation();
      kms.close();
    }
    assertThat(operationsDone(log.toString())).containsAll(Operation.ALL.keySet());
  }

  private static Set<String> operationsDone(String log) {
    Set<String> done = new TreeSet<>();
    log.lines()
        .map(line -> (Map<?, ?>) JsonText.parse(line, new JsonText.Limits(10_000, 4)))
        .filter(
            line ->
                line.get("status").equals(200L)
                    || NEEDS_A_TOKEN.contains(String.valueOf(line.get("operation"))))
        .forEach(line -> done.add(String.valueOf(line.get("operation"))));
    return done;
  }

  private void keysAndNames(String key) {
    kms.createAlias(r -> r.aliasName("alias/tour").targetKeyId(key));
    assertThat(kms.listAliases().aliases()).anyMatch(a -> a.aliasName().equals("alias/tour"));
    String other = key(r -> {});
    kms.updateAlias(r -> r.aliasName("alias/tour").targetKeyId(other));
    assertThat(kms.describeKey(r -> r.keyId("alias/tour")).keyMetadata().arn()).isEqualTo(other);
    kms.deleteAlias(r -> r.aliasName("alias/tour"));
    assertThat(kms.listKeysPaginator(r -> r.limit(1)).keys().stream().map(k -> k.keyArn()))
        .contains(key, other);
    kms.tagResource(r -> r.keyId(key).tags(Tag.builder().tagKey("a").tagValue("b").build()));
    assertThat(kms.listResourceTags(r -> r.keyId(key)).tags()).hasSize(1);
    kms.untagResource(r -> r.keyId(key).tagKeys("a"));
    kms.updateKeyDescription(r -> r.keyId(key).description("changed"));
    kms.disableKey(r -> r.keyId(key));
    kms.enableKey(r -> r.keyId(key));
    assertThat(kms.describeKey(r -> r.keyId(key)).keyMetadata().enabled()).isTrue();
  }

  private void encryption(String key) {
    Map<String, String> context = Map.of("table", "orders");
    SdkBytes blob =
        kms.encrypt(r -> r.keyId(key).plaintext(text("hello")).encryptionContext(context))
            .ciphertextBlob();
    assertThat(
            kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(context))
                .plaintext()
                .asUtf8String())
        .isEqualTo("hello");
    kms.reEncrypt(
        r -> r.ciphertextBlob(blob).sourceEncryptionContext(context).destinationKeyId(key));
    assertThat(
            kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256))
                .plaintext()
                .asByteArray())
        .hasSize(32);
    kms.generateDataKeyWithoutPlaintext(r -> r.keyId(key).keySpec(DataKeySpec.AES_128));
    kms.generateDataKeyPair(r -> r.keyId(key).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256));
    kms.generateDataKeyPairWithoutPlaintext(
        r -> r.keyId(key).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256));
    assertThat(kms.generateRandom(r -> r.numberOfBytes(24)).plaintext().asByteArray()).hasSize(24);
    assertThat(kms.getKeyLastUsage(r -> r.keyId(key))).isNotNull();
  }

  private void rotationAndPolicy(String key) {
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isTrue();
    kms.disableKeyRotation(r -> r.keyId(key));
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    assertThat(kms.listKeyRotations(r -> r.keyId(key)).rotations()).isNotEmpty();
    String policy = kms.getKeyPolicy(r -> r.keyId(key).policyName("default")).policy();
    kms.putKeyPolicy(r -> r.keyId(key).policyName("default").policy(policy));
    assertThat(kms.listKeyPolicies(r -> r.keyId(key)).policyNames()).containsExactly("default");
  }

  private void grants(String key, String grantee) {
    String first = grant(key, grantee);
    String second = grant(key, grantee);
    assertThat(kms.listGrants(r -> r.keyId(key)).grants()).hasSize(2);
    assertThat(kms.listRetirableGrants(r -> r.retiringPrincipal(grantee)).grants()).hasSize(2);
    kms.retireGrant(r -> r.keyId(key).grantId(first));
    kms.revokeGrant(r -> r.keyId(key).grantId(second));
  }

  private String grant(String key, String grantee) {
    return kms.createGrant(
            r ->
                r.keyId(key)
                    .granteePrincipal(grantee)
                    .retiringPrincipal(grantee)
                    .operations(GrantOperation.DECRYPT))
        .grantId();
  }

  private void signatures() throws Exception {
    String ec = key(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY));
    SdkBytes signature =
        kms.sign(
                r ->
                    r.keyId(ec)
                        .message(text("m"))
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
            .signature();
    assertThat(
            kms.verify(
                    r ->
                        r.keyId(ec)
                            .message(text("m"))
                            .signature(signature)
                            .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signatureValid())
        .isTrue();
    assertThat(kms.getPublicKey(r -> r.keyId(ec)).publicKey().asByteArray()).isNotEmpty();

    String hmac = key(r -> r.keySpec(KeySpec.HMAC_256).keyUsage(KeyUsageType.GENERATE_VERIFY_MAC));
    SdkBytes mac =
        kms.generateMac(
                r -> r.keyId(hmac).message(text("m")).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
            .mac();
    assertThat(
            kms.verifyMac(
                    r ->
                        r.keyId(hmac)
                            .message(text("m"))
                            .mac(mac)
                            .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
                .macValid())
        .isTrue();

    String agreement =
        key(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.KEY_AGREEMENT));
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", "SunEC");
    pairs.initialize(256);
    SdkBytes peer = SdkBytes.fromByteArray(pairs.generateKeyPair().getPublic().getEncoded());
    assertThat(
            kms.deriveSharedSecret(
                    r ->
                        r.keyId(agreement)
                            .publicKey(peer)
                            .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH))
                .sharedSecret()
                .asByteArray())
        .hasSize(32);
  }

  private void imports() throws Exception {
    String key = key(r -> r.origin(OriginType.EXTERNAL));
    var parameters =
        kms.getParametersForImport(
            r ->
                r.keyId(key)
                    .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                    .wrappingKeySpec(WrappingKeySpec.RSA_2048));
    Cipher wrap = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    wrap.init(
        Cipher.ENCRYPT_MODE,
        KeyFactory.getInstance("RSA", "SunRsaSign")
            .generatePublic(new X509EncodedKeySpec(parameters.publicKey().asByteArray())),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    byte[] material = new byte[32];
    material[5] = 7;
    SdkBytes wrapped = SdkBytes.fromByteArray(wrap.doFinal(material));
    kms.importKeyMaterial(
        r ->
            r.keyId(key)
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(wrapped)
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));
    kms.deleteImportedKeyMaterial(r -> r.keyId(key));
  }

  private void regions(EndpointFixture fixture) {
    String primary = key(r -> r.multiRegion(true));
    kms.replicateKey(r -> r.keyId(primary).replicaRegion("eu-central-1"));
    kms.updatePrimaryRegion(r -> r.keyId(primary).primaryRegion("eu-central-1"));
    String replica = primary.replace(EndpointFixture.REGION, "eu-central-1");
    try (KmsClient there = client(fixture, fixture.administrator(), "eu-central-1")) {
      assertThat(
              there
                  .describeKey(r -> r.keyId(replica))
                  .keyMetadata()
                  .multiRegionConfiguration()
                  .primaryKey()
                  .region())
          .isEqualTo("eu-central-1");
    }
  }

  private void customKeyStores() {
    String id =
        kms.createCustomKeyStore(
                r ->
                    r.customKeyStoreName("hsm")
                        .cloudHsmClusterId("cluster-abcdefg2345")
                        .keyStorePassword("canary-pin")
                        .trustAnchorCertificate("no certificate"))
            .customKeyStoreId();
    kms.updateCustomKeyStore(r -> r.customKeyStoreId(id).newCustomKeyStoreName("token"));
    assertThat(kms.describeCustomKeyStores().customKeyStores()).hasSize(1);
    tolerated(() -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(id)));
    tolerated(() -> kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(id)));
    kms.deleteCustomKeyStore(r -> r.customKeyStoreId(id));
  }

  /** Answered, be it with an error that the SDK understands. */
  private static void tolerated(Runnable call) {
    try {
      call.run();
    } catch (KmsException e) {
      assertThat(e.awsErrorDetails().errorCode()).startsWith("C").endsWith("Exception");
    }
  }

  private void endOfLife(String key) {
    kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
    kms.cancelKeyDeletion(r -> r.keyId(key));
  }

  private void encapsulation() {
    String key =
        key(r -> r.keySpec(KeySpec.ML_KEM_768).keyUsage(KeyUsageType.ENCAPSULATE_DECAPSULATE));
    var made =
        kms.encapsulate(
            r -> r.keyId(key).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM));
    assertThat(
            kms.decapsulate(
                    r ->
                        r.keyId(key)
                            .encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM)
                            .sharedSecretCiphertextBlob(made.sharedSecretCiphertextBlob()))
                .sharedSecret())
        .isEqualTo(made.sharedSecret());
  }

  @Test
  void principals_withDifferentPolicies_getWhatTheyShould() throws Exception {
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings)) {
      kms = client(fixture, fixture.administrator(), EndpointFixture.REGION);
      String key = key(r -> {});
      EndpointFixture.Login writer =
          fixture.login("writer", EndpointFixture.ALLOW_ALL.replace("kms:*", "kms:Encrypt"));
      EndpointFixture.Login reader =
          fixture.login("reader", EndpointFixture.ALLOW_ALL.replace("kms:*", "kms:Decrypt"));
      try (KmsClient writes = client(fixture, writer, EndpointFixture.REGION);
          KmsClient reads = client(fixture, reader, EndpointFixture.REGION)) {
        SdkBytes blob = writes.encrypt(r -> r.keyId(key).plaintext(text("x"))).ciphertextBlob();

        assertThat(reads.decrypt(r -> r.ciphertextBlob(blob)).plaintext().asUtf8String())
            .isEqualTo("x");
        assertThatThrownBy(() -> writes.decrypt(r -> r.ciphertextBlob(blob)))
            .isInstanceOfSatisfying(
                KmsException.class,
                e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"))
            .hasMessageContaining("user/writer is not authorized to perform: kms:Decrypt");
        assertThatThrownBy(() -> reads.encrypt(r -> r.keyId(key).plaintext(text("x"))))
            .hasMessageContaining("user/reader is not authorized to perform: kms:Encrypt");
      }
      kms.close();
    }
  }
}
