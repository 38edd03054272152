package dev.keyward.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.endpoint.EndpointFixture.Login;
import dev.keyward.endpoint.http.RequestHead;
import dev.keyward.identity.PrincipalAccess;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Operation;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aws:SourceIp} as policies are written for it. */
class SourceAddressTest {
  private static final int INTERFACE = 3;

  @TempDir Path home;

  private static InetAddress inZone(String address) throws UnknownHostException {
    byte[] bytes = InetAddress.getByName(address).getAddress();
    return Inet6Address.getByAddress(null, bytes, INTERFACE);
  }

  private static InetAddress mapped(int... last) throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    for (int i = 0; i < 4; i++) {
      bytes[12 + i] = (byte) last[i];
    }
    // Unlike InetAddress.getByAddress, this leaves it as it is.
    return Inet6Address.getByAddress(null, bytes, INTERFACE);
  }

  private static String text(InetAddress address) {
    return new RequestHead.Origin(address, true).addressText();
  }

  @Test
  void addressText_anyKind_isWhatPoliciesHave() throws Exception {
    assertThat(text(InetAddress.getByName("192.0.2.7"))).isEqualTo("192.0.2.7");
    assertThat(inZone("fe80::7").getHostAddress()).as("what Java says").contains("%");
    assertThat(text(inZone("fe80::7"))).isEqualTo("fe80:0:0:0:0:0:0:7");
    assertThat(mapped(192, 0, 2, 7)).isInstanceOf(Inet6Address.class);
    assertThat(text(mapped(192, 0, 2, 7))).isEqualTo("192.0.2.7");
    assertThat(text(InetAddress.getByName("::1"))).isEqualTo("0:0:0:0:0:0:0:1");
  }

  @Test
  void policy_sourceIpOfIpv6Client_isMatched() throws Exception {
    try (EndpointFixture fixture = new EndpointFixture(home, settings -> settings)) {
      Login six = fixture.login("six", allowFrom("fe80::/10"));
      Login four = fixture.login("four", allowFrom("192.0.2.0/24"));

      assertThat(listKeys(fixture, six, inZone("fe80::7"))).contains("Keys");
      assertThat(listKeys(fixture, four, mapped(192, 0, 2, 7))).contains("Keys");
      assertDenied(fixture, six, inZone("2001:db8::7"));
      assertDenied(fixture, six, mapped(192, 0, 2, 7));
      assertDenied(fixture, four, mapped(192, 0, 3, 7));
      assertDenied(fixture, four, inZone("fe80::7"));
    }
  }

  private static String allowFrom(String range) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:ListKeys\",\"Resource\":\"*\","
        + "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\""
        + range
        + "\"}}}}";
  }

  private static String listKeys(EndpointFixture fixture, Login who, InetAddress from) {
    PrincipalAccess access = (PrincipalAccess) fixture.kms();
    RequestHead head = new RequestHead("POST", "/", List.of(), new RequestHead.Origin(from, false));
    SignedBy signer =
        new SignedBy(access.credential(who.id()).orElseThrow(), EndpointFixture.REGION);
    byte[] answer =
        new Dispatch(access)
            .carryOut(Operation.ALL.get("ListKeys"), head, "{}".getBytes(UTF_8), signer, "id");
    return new String(answer, UTF_8);
  }

  private static void assertDenied(EndpointFixture fixture, Login who, InetAddress from) {
    assertThatThrownBy(() -> listKeys(fixture, who, from))
        .isInstanceOfSatisfying(
            KmsServiceException.class, e -> assertThat(e.is(ErrorCode.ACCESS_DENIED)).isTrue());
  }
}
