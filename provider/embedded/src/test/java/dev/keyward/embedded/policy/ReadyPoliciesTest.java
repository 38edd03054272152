package dev.keyward.embedded.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadyPoliciesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("keyward.root.dir"), "conf", "policies");
  private static final Principal.Root ROOT = new Principal.Root("aws", "111122223333");
  private static final Principal ADMINISTRATOR =
      Principal.parse("arn:aws:iam::111122223333:role/KeyAdministrator");
  private static final Principal APPLICATION =
      Principal.parse("arn:aws:iam::111122223333:role/Application");
  private static final Principal EMERGENCY =
      Principal.parse("arn:aws:iam::111122223333:role/Emergency");
  private static final String KEY =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private static Map<String, String> documents() {
    Map<String, String> documents = new TreeMap<>();
    documents.put("key-account-decides", ReadyPolicies.accountDecides(ROOT));
    split(documents, "symmetric", KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    split(documents, "rsa-encryption", KeySpec.RSA_3072, KeyUsage.ENCRYPT_DECRYPT);
    split(documents, "signing", KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    split(documents, "mac", KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    split(documents, "key-agreement", KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    split(documents, "encapsulation", KeySpec.ML_KEM_768, KeyUsage.ENCAPSULATE_DECAPSULATE);
    documents.put("key-of-a-service", ReadyPolicies.serviceKey(ROOT, "s3.eu-west-1.amazonaws.com"));
    documents.put("key-guarded", ReadyPolicies.guarded(ROOT, List.of(EMERGENCY)));
    documents.put("key-guarded-while-in-use", ReadyPolicies.guardedWhileInUse(ROOT, 90));
    documents.putAll(ReadyPolicies.usesOfLevels(Map.of("confidential", KEY)));
    return documents;
  }

  private static void split(
      Map<String, String> documents, String name, KeySpec spec, KeyUsage usage) {
    documents.put(
        "key-administrators-and-users-" + name,
        ReadyPolicies.administratorsAndUsers(
            ROOT, spec, usage, List.of(ADMINISTRATOR), List.of(APPLICATION)));
  }

  @TestFactory
  Stream<DynamicTest> files_inConfPolicies_areWhatTheCodeMakes() throws IOException {
    Map<String, String> made = documents();
    List<DynamicTest> tests = new ArrayList<>();
    made.forEach(
        (name, document) ->
            tests.add(
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      assertThat(Files.readString(FOLDER.resolve(name + ".json")))
                          .isEqualTo(document);
                      parse(name, document);
                    })));
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.substring(0, name.length() - 5))
              .sorted()
              .collect(Collectors.toList());
      tests.add(
          DynamicTest.dynamicTest(
              "no others", () -> assertThat(names).containsExactlyElementsOf(made.keySet())));
    }
    String readme = read(FOLDER.resolve("README.md"));
    made.keySet()
        .forEach(
            name ->
                tests.add(
                    DynamicTest.dynamicTest(
                        name + " in README", () -> assertThat(readme).contains(name + ".json"))));
    return tests.stream();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PolicyDocument parse(String name, String document) {
    return name.startsWith("key-")
        ? PolicyDocument.keyPolicy(document)
        : PolicyDocument.identityPolicy(document);
  }

  private static boolean allows(
      String document, Principal caller, String action, Map<String, String> context) {
    return Authorization.decide(
            new AccessRequest(
                caller,
                action,
                KEY,
                "111122223333",
                key -> Optional.ofNullable(context.get(key)).map(List::of).orElse(List.of())),
            Optional.of(PolicyDocument.keyPolicy(document)),
            IdentityPolicies.none(),
            Optional::empty)
        .isAllowed();
  }

  @Test
  void administratorsAndUsers_eachAction_belongsToOneOfBoth() {
    String document = documents().get("key-administrators-and-users-symmetric");
    for (String action : List.of("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom")) {
      assertThat(allows(document, APPLICATION, action, Map.of())).isTrue();
      assertThat(allows(document, ADMINISTRATOR, action, Map.of())).isFalse();
    }
    for (String action : List.of("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")) {
      assertThat(allows(document, APPLICATION, action, Map.of())).isFalse();
      assertThat(allows(document, ADMINISTRATOR, action, Map.of())).isTrue();
    }
    assertThat(allows(document, APPLICATION, "kms:CreateGrant", Map.of())).isFalse();
    assertThat(
            allows(
                document,
                APPLICATION,
                "kms:CreateGrant",
                Map.of("kms:grantisforawsresource", "true")))
        .isTrue();
  }

  @Test
  void administrators_importAndReplicate_areAllowed() {
    for (String kind : List.of("symmetric", "rsa-encryption", "signing", "mac")) {
      String document = documents().get("key-administrators-and-users-" + kind);
      for (String action :
          List.of("kms:ImportKeyMaterial", "kms:ReplicateKey", "kms:UpdatePrimaryRegion")) {
        assertThat(allows(document, ADMINISTRATOR, action, Map.of())).as(action).isTrue();
        assertThat(allows(document, APPLICATION, action, Map.of())).as(action).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "allow-encrypt, kms:Encrypt, true",
    "allow-encrypt, kms:ReEncryptTo, true",
    "allow-encrypt, kms:GenerateDataKey, true",
    "allow-encrypt, kms:ReEncryptFrom, false",
    "allow-encrypt, kms:Decrypt, false",
    "allow-decrypt, kms:Decrypt, true",
    "allow-decrypt, kms:Encrypt, false",
    "allow-decrypt, kms:ReEncryptTo, false",
    "allow-crypto, kms:ReEncryptFrom, true",
    "allow-crypto, kms:ReEncryptTo, true"
  })
  void usesOf_eachPolicy_allowsItsDirectionOnly(String policy, String action, boolean allowed) {
    IdentityPolicies identity =
        new IdentityPolicies(
            List.of(PolicyDocument.identityPolicy(documents().get(policy + "-confidential"))),
            Optional.empty(),
            Optional.empty(),
            List.of());
    AccessRequest request =
        new AccessRequest(APPLICATION, action, KEY, "111122223333", key -> List.of());
    Optional<PolicyDocument> delegating =
        Optional.of(PolicyDocument.keyPolicy(ReadyPolicies.accountDecides(ROOT)));
    assertThat(Authorization.decide(request, delegating, identity, Optional::empty).isAllowed())
        .isEqualTo(allowed);
  }

  @Test
  void serviceKey_directUse_isDenied() {
    String document = documents().get("key-of-a-service");
    Map<String, String> through =
        Map.of("kms:calleraccount", "111122223333", "kms:viaservice", "s3.eu-west-1.amazonaws.com");
    assertThat(allows(document, APPLICATION, "kms:Decrypt", through)).isTrue();
    assertThat(allows(document, APPLICATION, "kms:Decrypt", Map.of())).isFalse();
    assertThat(allows(document, ROOT, "kms:Decrypt", Map.of())).isFalse();
    assertThat(allows(document, ROOT, "kms:DescribeKey", Map.of())).isTrue();
    assertThat(allows(document, ROOT, "kms:PutKeyPolicy", Map.of())).isFalse();
  }

  @Test
  void guards_deletion_isLeftToTheExempt() {
    String guarded = documents().get("key-guarded");
    assertThat(
            allows(
                guarded, ROOT, "kms:ScheduleKeyDeletion", Map.of("aws:principalarn", ROOT.arn())))
        .isFalse();
    assertThat(allows(guarded, ROOT, "kms:Decrypt", Map.of("aws:principalarn", ROOT.arn())))
        .isTrue();
    String inUse = documents().get("key-guarded-while-in-use");
    String days = "kms:trailingdayswithoutkeyusage";
    assertThat(allows(inUse, ROOT, "kms:DisableKey", Map.of(days, "90"))).isFalse();
    assertThat(allows(inUse, ROOT, "kms:DisableKey", Map.of(days, "91"))).isTrue();
  }
}
