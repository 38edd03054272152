package dev.keyward.kms.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KmsException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.lang.reflect.Proxy;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is left behind, and in which order the calls are made, when an import goes wrong. */
class KmsImportTest {
  private static final String ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:key/" + ID;
  private static final NewKey WANTED =
      new NewKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, "", Map.of());
  private static byte[] wrappingKey;

  private final List<Object> requests = new ArrayList<>();
  private final Map<String, Function<Object, Object>> answers = new java.util.HashMap<>();

  @BeforeAll
  static void makeWrappingKey() throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
    generator.initialize(2048);
    wrappingKey = generator.generateKeyPair().getPublic().getEncoded();
  }

  private KmsKeyBackend backend() {
    answers.putIfAbsent("createKey", request -> new CreateKey.Response(metadata()));
    answers.putIfAbsent(
        "getParametersForImport",
        request ->
            new GetParametersForImport.Response(ARN, new byte[10], wrappingKey, Instant.EPOCH));
    answers.putIfAbsent(
        "scheduleKeyDeletion",
        request ->
            new ScheduleKeyDeletion.Response(ARN, Instant.EPOCH, KeyState.PENDING_DELETION, 7));
    Kms kms =
        (Kms)
            Proxy.newProxyInstance(
                Kms.class.getClassLoader(),
                new Class<?>[] {Kms.class},
                (proxy, method, arguments) -> {
                  requests.add(arguments[0]);
                  return answers.get(method.getName()).apply(arguments[0]);
                });
    return new KmsKeyBackend(kms, "a test");
  }

  private static dev.keyward.kms.KeyMetadata metadata() {
    return (dev.keyward.kms.KeyMetadata) Members.of(dev.keyward.kms.KeyMetadata.class, ARN);
  }

  private static Object fail(ErrorCode code) {
    throw new KmsServiceException(code, "canned");
  }

  private void assertImportFails(Class<? extends KmsException> expected) {
    KmsKeyBackend backend = backend();
    try (SecretBytes material =
        SecretBytes.owning("canary-0canary-1canary-2canary-3".getBytes(US_ASCII))) {
      assertThatThrownBy(() -> backend.importKey(WANTED, material))
          .isInstanceOf(expected)
          .hasMessageContaining(ARN)
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void importKey_materialRefused_schedulesTheDeletionOfTheEmptyKey() {
    answers.put("importKeyMaterial", request -> fail(ErrorCode.INCORRECT_KEY_MATERIAL));

    assertImportFails(InvalidRequestException.class);

    assertThat(requests.get(0))
        .isInstanceOfSatisfying(
            CreateKey.Request.class,
            request -> assertThat(request.origin()).isEqualTo(KeyOrigin.EXTERNAL));
    assertThat(requests.get(1))
        .isInstanceOfSatisfying(
            GetParametersForImport.Request.class,
            request ->
                assertThat(request.wrappingAlgorithm())
                    .isEqualTo(WrappingAlgorithm.RSAES_OAEP_SHA_256));
    assertThat(requests.get(requests.size() - 1))
        .isEqualTo(ScheduleKeyDeletion.Request.of(ARN).withPendingWindowInDays(7));
  }

  @Test
  void importKey_wrappingKeyThatIsNone_isRefusedBeforeMaterialIsSent() {
    answers.put(
        "getParametersForImport",
        request ->
            new GetParametersForImport.Response(ARN, new byte[10], new byte[99], Instant.EPOCH));

    assertThatThrownBy(() -> backend().importKey(WANTED, SecretBytes.owning(new byte[32])))
        .isInstanceOf(InvalidAnswerException.class);

    assertThat(requests).hasSize(3);
    assertThat(requests.get(2)).isInstanceOf(ScheduleKeyDeletion.Request.class);
  }

  @Test
  void importKey_wrappingKeyOfAnotherKey_isRefusedBeforeMaterialIsSent() {
    answers.put(
        "getParametersForImport",
        request ->
            new GetParametersForImport.Response(
                ARN.replace("1234abcd-", "ffffabcd-"), new byte[10], wrappingKey, Instant.EPOCH));

    assertImportFails(InvalidAnswerException.class);

    assertThat(requests).hasSize(3);
  }

  @Test
  void importKey_deletionRefusedToo_keepsBothReasons() {
    answers.put("importKeyMaterial", request -> fail(ErrorCode.KMS_INTERNAL));
    answers.put("scheduleKeyDeletion", request -> fail(ErrorCode.ACCESS_DENIED));

    assertThatThrownBy(() -> backend().importKey(WANTED, SecretBytes.owning(new byte[32])))
        .hasMessageContaining("import key material")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(s -> assertThat(s).hasMessageContaining("whose import failed")));
  }

  @Test
  void importKey_noKeyCreated_deletesNothing() {
    answers.put("createKey", request -> fail(ErrorCode.LIMIT_EXCEEDED));

    assertThatThrownBy(() -> backend().importKey(WANTED, SecretBytes.owning(new byte[32])))
        .isInstanceOf(KmsException.class);
    assertThat(requests).hasSize(1);
  }

  /** A record with an ARN and nothing else. */
  private static final class Members {
    static Object of(Class<?> type, String arn) {
      try {
        var components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
          types[i] = components[i].getType();
          values[i] = components[i].getName().equals("arn") ? arn : null;
        }
        return type.getDeclaredConstructor(types).newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
