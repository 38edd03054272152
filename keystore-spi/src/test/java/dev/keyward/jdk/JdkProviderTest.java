package dev.keyward.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ResourceLock("java.security.Security.providers")
class JdkProviderTest {
  private static final class Ours extends Provider {
    private static final long serialVersionUID = 1L;

    Ours() {
      super("OursForTest", "1", "a provider with one generator");
      putService(new Service(this, "KeyGenerator", "AES", "none.Such", List.of(), Map.of()));
    }
  }

  private final Provider ours = new Ours();

  @AfterEach
  void putBack() {
    Security.removeProvider(ours.getName());
  }

  @ParameterizedTest
  @EnumSource(JdkProvider.class)
  void instance_isTheJdksOwnAndAlwaysTheSame(JdkProvider provider) {
    assertThat(provider.instance()).isSameAs(provider.instance());
    assertThat(provider.instance().getClass().getModule().getName()).matches("(java|jdk)\\..*");
  }

  @Test
  void areBehind_onlyIfWeStandAheadOfAnotherWithTheService() {
    assertThat(OtherProviders.areBehind(ours, "KeyGenerator", "AES")).as("not listed").isFalse();
    Security.addProvider(ours);
    assertThat(OtherProviders.areBehind(ours, "KeyGenerator", "AES")).as("last").isFalse();
    Security.removeProvider(ours.getName());
    Security.insertProviderAt(ours, 1);
    assertThat(OtherProviders.areBehind(ours, "KeyGenerator", "AES")).as("first").isTrue();
    assertThat(OtherProviders.areBehind(ours, "KeyGenerator", "NoSuch")).as("alone").isFalse();
  }

  @Test
  void offering_leavesUsOut() {
    Security.insertProviderAt(ours, 1);

    assertThat(OtherProviders.offering("KeyGenerator", "AES", ours))
        .isNotEmpty()
        .doesNotContain(ours)
        .contains(JdkProvider.SUN_JCE.instance());
    assertThat(OtherProviders.offering("KeyGenerator", "NoSuch", ours)).isEmpty();
  }
}
