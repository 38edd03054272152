package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.remote.KmsEndpoint.Variant;
import dev.keyward.remote.RemoteClient.Means;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.stub.MapEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, REGIONAL, kms.eu-west-1.amazonaws.com",
    "eu-west-1, FIPS, kms-fips.eu-west-1.amazonaws.com",
    "eu-west-1, DUAL_STACK, kms.eu-west-1.api.aws",
    "us-gov-west-1, FIPS_DUAL_STACK, kms-fips.us-gov-west-1.api.aws",
    "cn-north-1, REGIONAL, kms.cn-north-1.amazonaws.com.cn",
    "cn-north-1, DUAL_STACK, kms.cn-north-1.api.amazonwebservices.com.cn",
    "eusc-de-east-1, REGIONAL, kms.eusc-de-east-1.amazonaws.eu",
    "us-iso-east-1, REGIONAL, kms.us-iso-east-1.c2s.ic.gov",
    "us-isob-east-1, FIPS, kms-fips.us-isob-east-1.sc2s.sgov.gov",
    "eu-isoe-west-1, REGIONAL, kms.eu-isoe-west-1.cloud.adc-e.uk",
    "us-isof-south-1, REGIONAL, kms.us-isof-south-1.csp.hci.ic.gov",
  })
  void of_regionAndVariant_givesTheHostOfThePartition(String region, Variant variant, String host) {
    KmsEndpoint endpoint = KmsEndpoint.of(region, variant);
    assertThat(endpoint.uri()).isEqualTo(URI.create("https://" + host));
    assertThat(endpoint.region()).isEqualTo(region);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, REGIONAL, sts.eu-west-1.amazonaws.com",
    "us-east-1, FIPS, sts-fips.us-east-1.amazonaws.com",
    "us-gov-west-1, FIPS, sts.us-gov-west-1.amazonaws.com",
    "eu-west-1, DUAL_STACK, sts.eu-west-1.api.aws",
    "us-gov-west-1, FIPS_DUAL_STACK, sts-fips.us-gov-west-1.api.aws",
    "cn-north-1, REGIONAL, sts.cn-north-1.amazonaws.com.cn",
    "eusc-de-east-1, REGIONAL, sts.eusc-de-east-1.amazonaws.eu",
    "us-iso-east-1, REGIONAL, sts.us-iso-east-1.c2s.ic.gov",
    "us-isob-east-1, REGIONAL, sts.us-isob-east-1.sc2s.sgov.gov",
    "eu-isoe-west-1, REGIONAL, sts.eu-isoe-west-1.cloud.adc-e.uk",
  })
  void tokenService_regionAndVariant_isThatOfThePartition(
      String region, Variant variant, String host) {
    assertThat(KmsEndpoint.tokenService(region, variant)).isEqualTo(URI.create("https://" + host));
  }

  @Test
  void tokenService_fipsConfigured_isTheFipsOne() {
    MapSettings settings = MapSettings.of("region", "us-east-1", "endpoint.fips", "true");
    EndpointChoice choice =
        EndpointChoice.of(RemoteSettings.of(settings), MapEnvironment.withKeys(), "test");
    assertThat(choice.tokenService())
        .isEqualTo(URI.create("https://sts-fips.us-east-1.amazonaws.com"));
  }

  @Test
  void of_dualStackWhereThereIsNone_isRefused() {
    assertThatThrownBy(() -> KmsEndpoint.of("us-iso-east-1", Variant.DUAL_STACK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("us-iso-east-1");
  }

  @Test
  void of_somethingThatIsNoRegion_isRefused() {
    assertThatThrownBy(() -> KmsEndpoint.of("evil.example/", Variant.REGIONAL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void open_withoutRegion_saysWhereItMayStand() {
    MapSettings settings = new MapSettings(new java.util.HashMap<>());
    assertThatThrownBy(
            () ->
                RemoteClient.of(
                    settings,
                    new Means(MapEnvironment.withKeys(), InstantSource.system(), Waiter.system())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("test: backend=remote needs a region.")
        .hasMessageContaining("AWS_REGION");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254",
        "https://[::ffff:a9fe:a9fe]",
        "https://[fe80::1]",
        "https://[fd00:ec2::254]",
        "https://instance-data"
      })
  void open_linkLocalFromTheEnvironment_onlyBySwitch(String address) {
    for (String variable : new String[] {"AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL"}) {
      MapEnvironment environment = MapEnvironment.withKeys();
      environment.set(variable, address);
      Means means = new Means(environment, InstantSource.system(), Waiter.system());
      assertThatThrownBy(() -> RemoteClient.of(MapSettings.of(), means))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("endpoint.link-local=true");
      MapSettings meant = MapSettings.of("endpoint.link-local", "true");
      assertThat(RemoteClient.of(meant, means).location())
          .isEqualTo(address.substring("https://".length()));
    }
  }

  @Test
  void open_linkLocalFromTheProfile_isRefused(@TempDir Path home) throws IOException {
    Path file = home.resolve("config");
    Files.writeString(file, "[default]\nendpoint_url = https://169.254.169.254\n");
    MapEnvironment environment = MapEnvironment.withKeys();
    environment.set("AWS_CONFIG_FILE", file.toString());
    Means means = new Means(environment, InstantSource.system(), Waiter.system());
    assertThatThrownBy(() -> RemoteClient.of(MapSettings.of(), means))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("link-local");
  }
}
