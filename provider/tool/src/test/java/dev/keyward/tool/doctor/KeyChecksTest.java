package dev.keyward.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.KeywardProvider;
import dev.keyward.config.Configuration;
import dev.keyward.config.Source;
import dev.keyward.envelope.SealingSpeed;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Finding;
import dev.keyward.kms.Finding.Level;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Keys that work, keys that do not, and callers who may not use them. */
class KeyChecksTest {
  @TempDir private Path folder;
  private String configuration;
  private Kms kms;

  @BeforeEach
  void open() throws Exception {
    Path home = folder.toRealPath();
    configuration = "store=" + home.resolve("store") + ";root-key=file:" + home.resolve("root.key");
    Configuration settings =
        Configuration.load(Source.ofProcess().withHome(home).withArgument(configuration));
    kms =
        ServiceLoader.load(KmsFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(factory -> factory.name().equals("embedded"))
            .findFirst()
            .orElseThrow()
            .open(settings);
  }

  @AfterEach
  void close() {
    kms.close();
  }

  private String create(KeySpec spec, KeyUsage usage) {
    return kms.createKey(CreateKey.Request.of(spec, usage)).keyMetadata().keyId();
  }

  /** The same service for a caller who lacks some permissions. */
  private Kms without(String... operations) {
    Set<String> denied = Set.of(operations);
    return (Kms)
        Proxy.newProxyInstance(
            Kms.class.getClassLoader(),
            new Class<?>[] {Kms.class},
            (proxy, method, arguments) -> {
              if (denied.contains(method.getName())) {
                throw new KmsServiceException(
                    ErrorCode.ACCESS_DENIED, "not authorized to perform kms:" + method.getName());
              }
              try {
                return method.invoke(kms, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void usability_oneKeyOfEachKind_worksWithEveryAlgorithm() {
    create(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    create(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    create(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    create(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    create(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    create(KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY);
    create(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    create(KeySpec.ML_DSA_44, KeyUsage.SIGN_VERIFY);
    create(KeySpec.ML_KEM_768, KeyUsage.ENCAPSULATE_DECAPSULATE);

    List<Finding> found = new UsabilityCheck(kms, SampleKeys.ofEachKind(kms)).run();
    assertThat(found).hasSize(8).allMatch(it -> it.level() == Level.OK);
    assertThat(found)
        .extracting(Finding::found)
        .anyMatch(it -> it.contains("RSASSA_PSS_SHA_512"))
        .anyMatch(it -> it.contains("ED25519_SHA_512 ED25519_PH_SHA_512"))
        .anyMatch(it -> it.contains("ML_KEM"));
  }

  @Test
  void usability_emptyStore_saysThatNothingWasTried() {
    assertThat(new UsabilityCheck(kms, SampleKeys.ofEachKind(kms)).run())
        .extracting(Finding::level)
        .containsExactly(Level.OK);
  }

  @Test
  void usability_disabledKey_failsIfNamed_andIsNoSample() {
    String key = create(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    kms.disableKey(DisableKey.Request.of(key));
    Finding found = new UsabilityCheck(kms, SampleKeys.named(kms, key)).run().get(0);
    assertThat(found.level()).isEqualTo(Level.FAIL);
    assertThat(found.found()).contains("Disabled");
    assertThat(SampleKeys.ofEachKind(kms).keys()).isEmpty();
  }

  @Test
  void usability_permissionMissing_isNamed() {
    String key = create(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    Kms denied = without("sign");
    Finding named = new UsabilityCheck(denied, SampleKeys.named(kms, key)).run().get(0);
    assertThat(named.level()).isEqualTo(Level.FAIL);
    assertThat(named.found()).contains("ECDSA_SHA_256").contains("kms:sign");
    Finding sampled = new UsabilityCheck(denied, SampleKeys.ofEachKind(kms)).run().get(0);
    assertThat(sampled.level()).isEqualTo(Level.WARN);
  }

  @Test
  void permissions_dryRun_tellsWhatIsAllowedAndWhatNot() {
    String key = create(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    SampleKeys sample = SampleKeys.named(kms, key);
    Finding all = new PermissionCheck(kms, sample).run().get(0);
    assertThat(all.level()).isEqualTo(Level.OK);
    assertThat(all.found())
        .isEqualTo(
            "kms:Encrypt kms:Decrypt kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext");
    Finding some = new PermissionCheck(without("decrypt"), sample).run().get(0);
    assertThat(some.level()).isEqualTo(Level.WARN);
    assertThat(some.found()).isEqualTo("not allowed: kms:Decrypt");
  }

  @Test
  @ResourceLock("java.security.Security.providers")
  void selection_handles_areAnsweredByKeyward_andTheListIsAsBefore() {
    List<Provider> before = List.of(Security.getProviders());
    create(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    create(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    try (KeywardProvider provider = new KeywardProvider().configure(configuration)) {
      List<Finding> found = new SelectionCheck(provider, SampleKeys.ofEachKind(kms)).run();
      assertThat(found).hasSize(2).allMatch(it -> it.level() == Level.OK);
      assertThat(found)
          .extracting(Finding::found)
          .anyMatch(it -> it.contains("AES/GCM/NoPadding"))
          .anyMatch(it -> it.contains("SHA256withRSA"));
    }
    assertThat(Security.getProviders()).containsExactlyElementsOf(before);
  }

  /** Not every JDK 17 has {@code javax.crypto.KEM}; where it is missing nobody could answer. */
  @Test
  @ResourceLock("java.security.Security.providers")
  void selection_kemKey_isAnsweredWhereTheJdkHasKem() {
    create(KeySpec.ML_KEM_768, KeyUsage.ENCAPSULATE_DECAPSULATE);
    try (KeywardProvider provider = new KeywardProvider().configure(configuration)) {
      boolean known = provider.getService("KEM", "ML-KEM") != null;
      assertThat(new SelectionCheck(provider, SampleKeys.ofEachKind(kms)).run())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.level()).isEqualTo(known ? Level.OK : Level.WARN);
                assertThat(it.found()).contains(known ? "ML-KEM-768" : "no service of this JDK");
              });
    }
  }

  /** Takes whatever it is given, as some real providers do. */
  private static final class Greedy extends Provider {
    private static final long serialVersionUID = 1L;

    Greedy() {
      super("Greedy", "1", "takes every key");
      put("Mac.HmacSHA256", "dev.keyward.tool.doctor.GreedyMac");
    }
  }

  @Test
  @ResourceLock("java.security.Security.providers")
  void selection_providerThatTakesEveryKey_isNamed() {
    create(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    Security.insertProviderAt(new Greedy(), 1);
    try (KeywardProvider provider = new KeywardProvider().configure(configuration)) {
      List<Finding> found = new SelectionCheck(provider, SampleKeys.ofEachKind(kms)).run();
      assertThat(found)
          .filteredOn(it -> it.level() == Level.FAIL)
          .extracting(Finding::found)
          .containsExactly("Mac HmacSHA256 is answered by Greedy");
    } finally {
      Security.removeProvider("Greedy");
    }
  }

  @Test
  void speed_slowMachine_warns() {
    assertThat(new SpeedCheck(() -> new SealingSpeed("SunJCE", 1500)).run())
        .extracting(Finding::level)
        .containsExactly(Level.OK);
    assertThat(new SpeedCheck(() -> new SealingSpeed("SunJCE", 40)).run())
        .extracting(Finding::level)
        .containsExactly(Level.WARN);
  }

  @Test
  void configuration_values_haveOrigins_andSecretsAreNotShown() throws Exception {
    Configuration risky =
        Configuration.load(
            Source.ofProcess()
                .withArgument(configuration + ";store.accept-rollback=true;account=111122223333"));
    List<Finding> found = new ConfigurationCheck(risky).run();
    assertThat(found)
        .extracting(Finding::found)
        .contains("account=111122223333 ((provider argument) entry 4)");
    assertThat(found)
        .filteredOn(it -> it.level() == Level.WARN)
        .extracting(Finding::found)
        .containsExactly("store.accept-rollback=true ((provider argument) entry 3)");
  }

  @Test
  void examination_checkThatFails_isAFindingAndStopsNoOther() {
    Examination examination = new Examination();
    examination.run(
        "one",
        () -> {
          throw new KmsServiceException(ErrorCode.ACCESS_DENIED, "no");
        });
    examination.run("two", () -> List.of(Finding.ok("two", "well")));
    assertThat(examination.findings())
        .extracting(Finding::level)
        .containsExactly(Level.FAIL, Level.OK);
    assertThat(examination.isWell()).isFalse();
  }
}
