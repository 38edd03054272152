package dev.keyward.embedded.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Operation;
import dev.keyward.model.KeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestQuotasTest {
  private static final String ACCOUNT = "111122223333";
  private static final String SMALL = "eu-north-1";
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND / 2);

  private RequestQuotas quotas(QuotaSettings settings) {
    return new RequestQuotas(settings, nanos::get);
  }

  /** How many requests go through at this moment. */
  private static int burst(RequestQuotas quotas, String region, RequestCategory category) {
    for (int i = 0; i < 1_000_000; i++) {
      try {
        quotas.charge(ACCOUNT, region, category);
      } catch (KmsServiceException e) {
        assertThat(e.is(ErrorCode.THROTTLING)).isTrue();
        assertThat(e)
            .hasMessage(
                "You have exceeded the rate at which you may call KMS."
                    + " Reduce the frequency of your calls.");
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void charge_off_neverThrottles() {
    RequestCategory category = RequestCategory.operation("CreateKey");
    assertThat(burst(quotas(QuotaSettings.OFF), SMALL, category)).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, SYMMETRIC_DEFAULT, 100000",
    "eu-west-1, HMAC_256, 100000",
    "eu-central-1, SYMMETRIC_DEFAULT, 20000",
    "eu-north-1, SYMMETRIC_DEFAULT, 10000",
    "us-east-1, RSA_2048, 1000",
    "us-east-1, ECC_NIST_EDWARDS25519, 1000",
    "us-east-1, SM2, 1000",
    "us-east-1, ML_DSA_65, 1000"
  })
  void charge_cryptographic_hasTheFigureOfRegionAndSpec(String region, KeySpec spec, int rate) {
    assertThat(burst(quotas(QuotaSettings.AWS), region, RequestCategory.cryptographic(spec)))
        .isEqualTo(rate);
  }

  @ParameterizedTest
  @CsvSource({
    "CreateKey, 5",
    "UpdatePrimaryRegion, 5",
    "GetParametersForImport, 1",
    "TagResource, 10",
    "PutKeyPolicy, 15",
    "CreateGrant, 50",
    "ListKeyRotations, 100",
    "ListKeys, 500",
    "GetKeyPolicy, 1000",
    "DescribeKey, 2000"
  })
  void charge_operation_hasItsFigure(String operation, int rate) {
    RequestCategory category = RequestCategory.operation(operation);
    assertThat(burst(quotas(QuotaSettings.AWS), SMALL, category)).isEqualTo(rate);
  }

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256, 100", "RSA_2048, 20", "RSA_3072, 4", "RSA_4096, 1", "SM2, 25"})
  void charge_dataKeyPair_hasTheFigureOfItsSpec(String spec, int rate) {
    RequestCategory category = RequestCategory.dataKeyPair(spec);
    assertThat(burst(quotas(QuotaSettings.AWS), SMALL, category)).isEqualTo(rate);
  }

  @Test
  void operations_all_haveAQuotaOrAreCryptographic() {
    List<String> cryptographic =
        List.of(
            "Encrypt",
            "Decrypt",
            "ReEncrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateRandom",
            "GenerateMac",
            "VerifyMac",
            "Sign",
            "Verify",
            "DeriveSharedSecret",
            "Encapsulate",
            "Decapsulate");
    assertThat(
            Operation.ALL.keySet().stream()
                .filter(name -> !cryptographic.contains(name))
                .map(name -> RequestCategory.operation(name).name()))
        .isSubsetOf(RequestCategory.allNames());
  }

  @Test
  void charge_afterASecond_isFullAgainAndBeforeInProportion() {
    RequestQuotas quotas = quotas(QuotaSettings.AWS);
    RequestCategory category = RequestCategory.operation("ListGrants");
    assertThat(burst(quotas, SMALL, category)).isEqualTo(100);
    nanos.addAndGet(SECOND / 10);
    assertThat(burst(quotas, SMALL, category)).isEqualTo(10);
    nanos.addAndGet(100 * SECOND);
    assertThat(burst(quotas, SMALL, category)).isEqualTo(100);
  }

  @Test
  void charge_otherAccountRegionOrCategory_isIndependent() {
    RequestQuotas quotas = quotas(QuotaSettings.AWS);
    RequestCategory create = RequestCategory.operation("CreateKey");
    burst(quotas, SMALL, create);
    quotas.charge("444455556666", SMALL, create);
    quotas.charge(ACCOUNT, "eu-west-1", create);
    quotas.charge(ACCOUNT, SMALL, RequestCategory.operation("CreateAlias"));
    assertThatThrownBy(() -> quotas.charge(ACCOUNT, SMALL, create))
        .isInstanceOf(KmsServiceException.class);
  }

  @Test
  void charge_twoAtOnce_countsTwice() {
    RequestQuotas quotas = quotas(QuotaSettings.AWS);
    RequestCategory create = RequestCategory.operation("CreateKey");
    quotas.charge(ACCOUNT, SMALL, create, 2);
    assertThat(burst(quotas, SMALL, create)).isEqualTo(3);
  }

  @Test
  void chargeKeyStore_each_hasItsOwnQuota() {
    RequestQuotas quotas = quotas(QuotaSettings.AWS);
    for (int i = 0; i < 1800; i++) {
      quotas.chargeKeyStore(ACCOUNT, SMALL, "cks-1");
    }
    quotas.chargeKeyStore(ACCOUNT, SMALL, "cks-2");
    assertThatThrownBy(() -> quotas.chargeKeyStore(ACCOUNT, SMALL, "cks-1"))
        .isInstanceOf(KmsServiceException.class);
  }

  @Test
  void charge_factorAndOverride_replaceTheFigure() {
    RequestQuotas quotas = quotas(new QuotaSettings(0.2, Map.of("list-keys", 3.0)));
    assertThat(burst(quotas, SMALL, RequestCategory.operation("ListGrants"))).isEqualTo(20);
    assertThat(burst(quotas, SMALL, RequestCategory.operation("ListKeys"))).isEqualTo(3);
    RequestQuotas onlyOne = quotas(new QuotaSettings(0, Map.of("list-keys", 3.0)));
    assertThat(burst(onlyOne, SMALL, RequestCategory.operation("ListKeys"))).isEqualTo(3);
    onlyOne.charge(ACCOUNT, SMALL, RequestCategory.operation("CreateKey"), 1000);
  }

  @Test
  void charge_lessThanOneASecond_isPossibleNowAndThen() {
    RequestQuotas quotas = quotas(new QuotaSettings(0, Map.of("create-key", 0.25)));
    RequestCategory create = RequestCategory.operation("CreateKey");
    assertThat(burst(quotas, SMALL, create)).isEqualTo(1);
    nanos.addAndGet(3 * SECOND);
    assertThat(burst(quotas, SMALL, create)).isZero();
    nanos.addAndGet(SECOND);
    assertThat(burst(quotas, SMALL, create)).isEqualTo(1);
  }

  @Test
  void charge_manyThreads_giveAwayExactlyTheQuota() throws Exception {
    RequestQuotas quotas = quotas(QuotaSettings.AWS);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(() -> burst(quotas, SMALL, RequestCategory.SYMMETRIC));
    }
    int all = 0;
    for (Future<Integer> task : pool.invokeAll(tasks)) {
      all += task.get();
    }
    pool.shutdown();
    assertThat(all).isEqualTo(10_000);
  }
}
