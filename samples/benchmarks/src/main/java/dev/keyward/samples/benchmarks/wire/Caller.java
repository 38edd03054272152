package dev.keyward.samples.benchmarks.wire;

import dev.keyward.backend.BackendSettings;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.Sign;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.remote.RemoteKmsFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** The same calls by both clients. Thread-safe. */
interface Caller extends AutoCloseable {
  byte[] MESSAGE = new byte[100];

  /** Signs 100 bytes with a P-256 key and answers the signature. */
  byte[] sign(String key);

  /** Makes a data key of 32 bytes and answers it. */
  byte[] generate(String key);

  @Override
  void close();

  static Caller of(String client, URI uri, String region, String id, String secret) {
    return switch (client) {
      case "sdk" -> new Sdk(uri, region, id, secret);
      case "keyward" -> new Keyward(uri, region, id, secret);
      default -> throw new IllegalArgumentException(client);
    };
  }

  /** {@code KmsClient} as its builder makes it. */
  final class Sdk implements Caller {
    private final KmsClient kms;

    Sdk(URI uri, String region, String id, String secret) {
      kms =
          KmsClient.builder()
              .endpointOverride(uri)
              .region(Region.of(region))
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
              .build();
    }

    @Override
    public byte[] sign(String key) {
      return kms.sign(
              request ->
                  request
                      .keyId(key)
                      .message(SdkBytes.fromByteArray(MESSAGE))
                      .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
          .signature()
          .asByteArray();
    }

    @Override
    public byte[] generate(String key) {
      return kms.generateDataKey(
              request ->
                  request
                      .keyId(key)
                      .keySpec(software.amazon.awssdk.services.kms.model.DataKeySpec.AES_256))
          .plaintext()
          .asByteArray();
    }

    @Override
    public void close() {
      kms.close();
    }
  }

  /** The wire client with all its checks, as {@code backend=remote} has it. */
  final class Keyward implements Caller {
    private final Kms kms;

    Keyward(URI uri, String region, String id, String secret) {
      System.setProperty("aws.accessKeyId", id);
      System.setProperty("aws.secretAccessKey", secret);
      kms =
          new RemoteKmsFactory()
              .open(
                  new Given(
                      Map.of("backend", "remote", "endpoint", uri.toString(), "region", region)));
    }

    @Override
    public byte[] sign(String key) {
      return kms.sign(Sign.Request.of(key, MESSAGE, SigningAlgorithm.ECDSA_SHA_256)).signature();
    }

    @Override
    public byte[] generate(String key) {
      return kms.generateDataKey(GenerateDataKey.Request.of(key).withKeySpec(DataKeySpec.AES_256))
          .plaintext();
    }

    @Override
    public void close() {
      kms.close();
    }

    private record Given(Map<String, String> values) implements BackendSettings {
      @Override
      public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
      }

      @Override
      public String origin(String name) {
        return "benchmark";
      }

      @Override
      public Path home() {
        return Path.of("unused");
      }
    }
  }
}
