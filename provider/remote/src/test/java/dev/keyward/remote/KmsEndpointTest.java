package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.remote.KmsEndpoint.Variant;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                    new RemoteClient.Means(
                        dev.keyward.remote.stub.MapEnvironment.withKeys(),
                        java.time.InstantSource.system(),
                        dev.keyward.remote.resilience.Waiter.system())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("test: backend=remote needs a region.")
        .hasMessageContaining("AWS_REGION");
  }
}
