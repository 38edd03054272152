package dev.keyward.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.Replies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answer B72: what makes browsers do something makes us do nothing. */
class IgnoredHeadersTest {
  private static final DescribeKey.Request DESCRIBE = DescribeKey.Request.of("alias/orders");

  private static List<FaultServer.Request> recorded(Fixture fixture, FaultServer.Behaviour answer) {
    List<FaultServer.Request> seen = new ArrayList<>();
    fixture.server.behave(
        (request, socket, server) -> {
          seen.add(request);
          return answer.handle(request, socket, server);
        });
    return seen;
  }

  @Test
  void setCookie_isNeverSentBack() {
    try (Fixture fixture = new Fixture();
        RemoteKms kms = fixture.direct()) {
      byte[] body = JsonCodec.write(new DescribeKey.Response(fixture.stub.metadata()));
      List<FaultServer.Request> seen =
          recorded(
              fixture,
              Replies.raw(
                  Replies.bytes(200, body, "Set-Cookie: session=1; Path=/", "Set-Cookie2: a=b"),
                  true));

      kms.describeKey(DESCRIBE);
      kms.describeKey(DESCRIBE);

      assertThat(seen).hasSize(2);
      assertThat(seen)
          .allSatisfy(r -> assertThat(r.headers()).doesNotContainKeys("cookie", "cookie2"));
    }
  }

  @Test
  void wwwAuthenticate_isNotAnswered() {
    for (int status : new int[] {401, 407}) {
      try (Fixture fixture = new Fixture();
          RemoteKms kms = fixture.direct()) {
        List<FaultServer.Request> seen =
            recorded(
                fixture,
                Replies.json(
                    status,
                    "{}",
                    "WWW-Authenticate: Basic realm=\"x\"",
                    "Proxy-Authenticate: Basic realm=\"x\""));

        assertThatThrownBy(() -> kms.describeKey(DESCRIBE)).isInstanceOf(KmsException.class);

        assertThat(seen).as("requests after a " + status).hasSize(1);
        assertThat(seen.get(0).headers().get("authorization")).startsWith("AWS4-HMAC-SHA256 ");
        assertThat(seen.get(0).headers()).doesNotContainKey("proxy-authorization");
      }
    }
  }
}
