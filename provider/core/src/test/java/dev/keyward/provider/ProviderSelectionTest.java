package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KeyStateException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handles reach us although nobody names us, wherever we and others stand in the list. */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class ProviderSelectionTest {
  private static final byte[] MESSAGE = {1, 2, 3};
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private static Provider keyward;
  private static KeyPair rsa;
  private static KeyPair ec;

  enum Order {
    LAST,
    FIRST,
    LAST_BEHIND_BOUNCY_CASTLE,
    FIRST_BEFORE_BOUNCY_CASTLE;

    ProviderList arrange() {
      ProviderList list = new ProviderList();
      if (this == LAST_BEHIND_BOUNCY_CASTLE || this == FIRST_BEFORE_BOUNCY_CASTLE) {
        list.first(new BouncyCastleProvider());
      }
      return this == FIRST || this == FIRST_BEFORE_BOUNCY_CASTLE
          ? list.first(keyward)
          : list.last(keyward);
    }
  }

  @BeforeAll
  static void makeKeys() throws Exception {
    keyward = ProviderList.keyward();
    rsa = ProviderList.managedPair(keyward, "RSA", ManagedKeyParameterSpec.of(KeySpec.RSA_2048));
    ec = ProviderList.managedPair(keyward, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
  }

  private static Stream<SignatureScheme> schemes() {
    return Stream.of(SignatureScheme.values());
  }

  private record SignatureScheme(String name) {
    static SignatureScheme[] values() {
      return Stream.of(
              "SHA256withRSA",
              "SHA384withRSA",
              "SHA512withRSA",
              "RSASSA-PSS",
              "SHA256withRSAandMGF1",
              "SHA256WITHRSASSA-PSS",
              "SHA256withECDSA",
              "SHA384withECDSA",
              "SHA512withECDSA",
              "NONEwithECDSA")
          .map(SignatureScheme::new)
          .toArray(SignatureScheme[]::new);
    }

    KeyPair pair() {
      return name.endsWith("ECDSA") ? ec : rsa;
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void sign_everyAlgorithm_reachesUs(Order order) throws Exception {
    try (ProviderList list = order.arrange()) {
      for (SignatureScheme scheme : schemes().toList()) {
        Signature signature = Signature.getInstance(scheme.name());
        signature.initSign(scheme.pair().getPrivate());
        if (scheme.name().equals("RSASSA-PSS")) {
          signature.setParameter(PSS);
        }
        signature.update(new byte[32]);
        byte[] signed = signature.sign();

        assertThat(signature.getProvider()).as(scheme.name()).isSameAs(keyward);
        signature.initVerify(scheme.pair().getPublic());
        signature.update(new byte[32]);
        assertThat(signature.verify(signed)).as(scheme.name()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void ordinaryKeys_withEveryAlgorithm_stayWithOthersOrPassThroughUs(Order order) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
    KeyPair ordinary = generator.generateKeyPair();
    try (ProviderList list = order.arrange()) {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(ordinary.getPrivate());
      signature.update(MESSAGE);
      byte[] signed = signature.sign();
      assertThat(signature.getProvider()).isNotSameAs(keyward);
      signature.initVerify(ordinary.getPublic());
      signature.update(MESSAGE);
      assertThat(signature.verify(signed)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void sign_disabledKey_errorIsReadableWhoeverStandsAhead(Order order) throws Exception {
    KeyHandle handle = (KeyHandle) ec.getPrivate();
    KeySwitch.of(handle).disable(handle.arn());
    try (ProviderList list = order.arrange()) {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(ec.getPrivate());
      signature.update(MESSAGE);
      assertThatThrownBy(signature::sign)
          .isInstanceOf(SignatureException.class)
          .hasMessageContaining("disabled")
          .hasMessageContaining(handle.arn().text())
          .hasCauseInstanceOf(KeyStateException.class);
    } finally {
      KeySwitch.of(handle).enable(handle.arn());
    }
  }

  @Test
  void pssParametersBeforeInit_workWhenWeArePreferred() throws Exception {
    // jdk.security.provider.preferred is read once; standing first has the same effect.
    try (ProviderList list = Order.FIRST.arrange()) {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(PSS);
      signature.initSign(rsa.getPrivate());
      signature.update(MESSAGE);
      byte[] signed = signature.sign();
      Signature verifier = Signature.getInstance("RSASSA-PSS");
      verifier.setParameter(PSS);
      verifier.initVerify(rsa.getPublic());
      verifier.update(MESSAGE);
      assertThat(verifier.verify(signed)).isTrue();
    }
  }

  @Test
  void keyStore_isFoundByItsType() throws Exception {
    try (ProviderList list = Order.LAST.arrange()) {
      KeyStore store = KeyStore.getInstance("KMS");
      assertThatThrownBy(() -> store.getKey("x", null))
          .isInstanceOf(java.security.KeyStoreException.class);
      store.load(null, null);
      KeyHandle handle = (KeyHandle) store.getKey(((KeyHandle) ec.getPrivate()).arn().text(), null);
      assertThat(handle).isEqualTo(ec.getPrivate());
    }
  }

  @Test
  void addingTwice_isRefusedByTheJdk() {
    try (ProviderList list = Order.LAST.arrange()) {
      assertThat(Security.addProvider(ProviderList.keyward())).isEqualTo(-1);
    }
  }
}
