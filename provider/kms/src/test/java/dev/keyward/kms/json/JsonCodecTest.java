package dev.keyward.kms.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.json.JsonCodec.Reading;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  private static <R extends Record> R request(String json, Class<R> type) {
    return JsonCodec.read(json.getBytes(UTF_8), type, Reading.REQUEST);
  }

  @Test
  void write_request_looksAsOnTheWire() {
    Encrypt.Request request =
        Encrypt.Request.of("alias/x", "hi".getBytes(UTF_8)).withEncryptionContext(Map.of("a", "b"));
    assertThat(new String(JsonCodec.write(request), UTF_8))
        .isEqualTo(
            "{\"KeyId\":\"alias/x\",\"Plaintext\":\"aGk=\",\"EncryptionContext\":{\"a\":\"b\"}}");
  }

  @Test
  void write_timeAndState_useTheSpellingOfTheApi() {
    ScheduleKeyDeletion.Response response =
        new ScheduleKeyDeletion.Response(
            "k", Instant.ofEpochMilli(1_773_253_425_560L), KeyState.PENDING_DELETION, 7);
    assertThat(new String(JsonCodec.write(response), UTF_8))
        .isEqualTo(
            "{\"KeyId\":\"k\",\"DeletionDate\":1773253425.56,\"KeyState\":\"PendingDeletion\","
                + "\"PendingWindowInDays\":7}");
  }

  @Test
  void read_whatWasWritten_isTheSame() {
    Decrypt.Request request =
        Decrypt.Request.of(new byte[] {1, 2, 3})
            .withKeyId("alias/ä\u2028\"\\")
            .withEncryptionContext(Map.of("k", "v", "\uD83D\uDE00", ""))
            .withEncryptionAlgorithm(EncryptionAlgorithm.RSAES_OAEP_SHA_256)
            .withDryRun(true);
    Decrypt.Request read =
        JsonCodec.read(JsonCodec.write(request), Decrypt.Request.class, Reading.REQUEST);
    assertThat(read).usingRecursiveComparison().isEqualTo(request);
  }

  @Test
  void read_memberNamedAWSAccountId_isFound() {
    KeyMetadata key =
        JsonCodec.read(
            "{\"AWSAccountId\":\"111122223333\",\"CreationDate\":1.5}".getBytes(UTF_8),
            KeyMetadata.class,
            Reading.RESPONSE);
    assertThat(key.awsAccountId()).isEqualTo("111122223333");
    assertThat(key.creationDate()).isEqualTo(Instant.ofEpochMilli(1500));
  }

  @Test
  void read_unknownMembersAndNulls_areSkipped() {
    DescribeKey.Request read =
        request(
            "{\"New\":{\"a\":[1,{}]},\"KeyId\":\"k\",\"GrantTokens\":null}",
            DescribeKey.Request.class);
    assertThat(read).isEqualTo(DescribeKey.Request.of("k"));
  }

  @Test
  void read_unknownConstantInRequest_isAValidationException() {
    assertThatThrownBy(() -> request("{\"KeySpec\":\"AES_512\"}", CreateKey.Request.class))
        .isInstanceOf(KmsServiceException.class)
        .hasMessageStartingWith(
            "1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint:"
                + " Member must satisfy enum value set: [SYMMETRIC_DEFAULT, ");
  }

  @Test
  void read_unknownConstantInResponse_isLeftOut() {
    KeyMetadata key =
        JsonCodec.read(
            "{\"KeySpec\":\"NEW\",\"EncryptionAlgorithms\":[\"NEW\",\"SYMMETRIC_DEFAULT\"]}"
                .getBytes(UTF_8),
            KeyMetadata.class,
            Reading.RESPONSE);
    assertThat(key.keySpec()).isNull();
    assertThat(key.encryptionAlgorithms()).containsExactly(EncryptionAlgorithm.SYMMETRIC_DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{\"KeyId\":\"k\"",
        "{\"KeyId\":\"k\"}x",
        "{\"KeyId\":\"k\"}{}",
        "{\"KeyId\":\"k\",\"KeyId\":\"l\"}",
        "{\"KeyId\":1}",
        "{\"KeyId\":{}}",
        "{\"KeyId\":[\"k\"]}",
        "{\"GrantTokens\":\"t\"}",
        "{\"GrantTokens\":[1]}",
        "{KeyId:\"k\"}",
        "{'KeyId':'k'}",
        "{\"KeyId\":\"\\ud800",
      })
  void read_notTheObjectItShouldBe_isMalformed(String json) {
    assertThatThrownBy(() -> request(json, DescribeKey.Request.class))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "\"7\"", "1e400", "99999999999999999999", "true", "1e1000000000", "-"})
  void read_notAnInteger_isMalformed(String number) {
    assertThatThrownBy(
            () -> request("{\"NumberOfBytes\":" + number + "}", GenerateRandom.Request.class))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e999999999", "-1", "\"2020-01-01\"", "253402300800"})
  void read_timeThatIsNone_isMalformed(String time) {
    String json = "{\"DeletionDate\":" + time + "}";
    assertThatThrownBy(
            () ->
                JsonCodec.read(
                    json.getBytes(UTF_8), ScheduleKeyDeletion.Response.class, Reading.RESPONSE))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"***SECRET***", "aGk", "aGk=aGk=", "a", "=", "aGk=\\n", "aG k="})
  void read_badBase64_isMalformedAndNotRepeated(String blob) {
    String json = "{\"KeyId\":\"k\",\"Plaintext\":\"" + blob + "\"}";
    assertThatThrownBy(() -> request(json, Encrypt.Request.class))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("plaintext")
        .hasMessageNotContaining("SECRET")
        .hasNoCause();
  }

  @Test
  void read_tooDeep_isMalformed() {
    String json = "{\"X\":" + "[".repeat(100) + "]".repeat(100) + "}";
    assertThatThrownBy(() -> request(json, DescribeKey.Request.class))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void read_tooLong_isMalformedBeforeItIsParsed() {
    byte[] json = new byte[JsonCodec.MAX_DOCUMENT_BYTES + 1];
    assertThatThrownBy(() -> JsonCodec.read(json, DescribeKey.Request.class, Reading.REQUEST))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("1048577 bytes");
  }

  @Test
  void read_mutatedDocuments_throwOnlyWhatIsDocumented() {
    long seed = 20261122L;
    Random random = new Random(seed);
    byte[] valid =
        JsonCodec.write(
            Decrypt.Request.of(new byte[40])
                .withKeyId("alias/fuzz")
                .withEncryptionContext(Map.of("a", "b"))
                .withEncryptionAlgorithm(EncryptionAlgorithm.SYMMETRIC_DEFAULT));
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] mutated = mutate(valid, random);
      try {
        JsonCodec.read(mutated, Decrypt.Request.class, Reading.REQUEST);
      } catch (MalformedJsonException | KmsServiceException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + i, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(20_000);
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] mutated = valid.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? java.util.Arrays.copyOf(mutated, random.nextInt(mutated.length))
        : mutated;
  }

  @Test
  void read_enumConstants_areTheWireNames() {
    assertThat(request("{\"KeySpec\":\"ECC_NIST_P256\"}", CreateKey.Request.class).keySpec())
        .isEqualTo(KeySpec.ECC_NIST_P256);
  }

  /** Scaling such a number would take minutes and gigabytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"1e-999999999", "1e-99999999", "0e-999999999", "0e999999999", "1e999999999"})
  void read_timeWithHugeExponent_isRefusedAtOnce(String time) {
    String json = "{\"KeyId\":\"k\",\"DeletionDate\":" + time + "}";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> request(json, ScheduleKeyDeletion.Response.class))
                .isInstanceOf(MalformedJsonException.class));
  }

  @Test
  void write_textsAndBlobsOfAnyLength_areReadBack() {
    for (int length = 1; length < 5_000; length += length < 20 ? 1 : 37) {
      String text = "x\u20ac\ud83d\ude00\"".repeat(length / 5 + 1);
      Encrypt.Request request =
          Encrypt.Request.of("k", new byte[length]).withEncryptionContext(Map.of(text, text));
      byte[] json = JsonCodec.write(request);
      Encrypt.Request read = JsonCodec.read(json, Encrypt.Request.class, JsonCodec.Reading.REQUEST);
      assertThat(read.plaintext()).hasSize(length);
      assertThat(read.encryptionContext()).isEqualTo(Map.of(text, text));
    }
  }
}
