package dev.keyward.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointHostTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0169.254",
        "[fe80::1%25eth0]",
        "fe80:0::1",
        "::ffff:a9fe:a9fe",
        "0:0:0:0:0:ffff:169.254.1.1",
        "fd00:ec2::254",
        "METADATA",
        "instance-data.ec2.internal."
      })
  void isLinkLocal_anySpelling_isTrue(String host) {
    assertThat(new EndpointHost(host).isLinkLocal()).isTrue();
    assertThat(new EndpointHost(host).isLoopback()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST.", "127.0.0.1", "127.255.1.2", "[::1]", "0:0::1"})
  void isLoopback_anySpelling_isTrue(String host) {
    assertThat(new EndpointHost(host).isLoopback()).isTrue();
    assertThat(new EndpointHost(host).isLinkLocal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kms.example", "10.0.0.1", "999.254.1.1", "169.254.1", "1:2", "2001:db8::1", ""})
  void others_areNeither(String host) {
    assertThat(new EndpointHost(host).isLinkLocal()).isFalse();
    assertThat(new EndpointHost(host).isLoopback()).isFalse();
  }
}
