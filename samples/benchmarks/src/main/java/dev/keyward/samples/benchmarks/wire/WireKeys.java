package dev.keyward.samples.benchmarks.wire;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Keys of a served store, by their ids. */
record WireKeys(String signing, String symmetric) {
  static WireKeys in(ServedKeys served) {
    try (KmsClient kms =
        KmsClient.builder()
            .endpointOverride(served.uri())
            .region(Region.of(served.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(served.id(), served.secret())))
            .build()) {
      return new WireKeys(
          kms.createKey(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
              .keyMetadata()
              .arn(),
          kms.createKey().keyMetadata().arn());
    }
  }
}
