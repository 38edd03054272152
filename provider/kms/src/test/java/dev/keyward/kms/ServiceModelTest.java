package dev.keyward.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares every record with the machine-readable model of the KMS API: names, required members,
 * lengths, patterns, enums.
 */
class ServiceModelTest {
  /** Members the API gained after the model was published. */
  private static final Map<String, Set<String>> ADDED_MEMBERS =
      Map.of(
          "KeyMetadata", Set.of("EncapsulationAlgorithms"),
          "GetPublicKeyResponse", Set.of("EncapsulationAlgorithms"),
          "CreateGrantRequest", Set.of("GranteeServicePrincipal", "RetiringServicePrincipal"),
          "GrantListEntry", Set.of("GranteeServicePrincipal", "RetiringServicePrincipal"),
          "ListGrantsRequest", Set.of("GranteeServicePrincipal"),
          "ListRetirableGrantsRequest", Set.of("RetiringServicePrincipal"),
          "GrantConstraints", Set.of("SourceArn"));

  /** Operations the API gained after the model was published. */
  private static final Set<String> ADDED_OPERATIONS = Set.of("Encapsulate", "Decapsulate");

  /** Enum constants the API gained, or that one Java enum has because it serves two shapes. */
  private static final Map<String, Set<String>> ADDED_CONSTANTS =
      Map.of(
          "KeySpec", Set.of("ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"),
          "CustomerMasterKeySpec",
              Set.of(
                  "ML_KEM_512",
                  "ML_KEM_768",
                  "ML_KEM_1024",
                  "ML_DSA_44",
                  "ML_DSA_65",
                  "ML_DSA_87",
                  "ECC_NIST_EDWARDS25519"),
          "KeyUsageType", Set.of("ENCAPSULATE_DECAPSULATE"),
          "DataKeyPairSpec", Set.of("ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"),
          "GrantOperation", Set.of("Encapsulate", "Decapsulate"),
          "KeyLastUsageTrackingOperation", Set.of("Encapsulate", "Decapsulate"));

  /**
   * Members that are required no longer, because since then a service principal may stand in their
   * place.
   */
  private static final Set<String> RELAXED_MEMBERS =
      Set.of("CreateGrantRequest.GranteePrincipal", "ListRetirableGrantsRequest.RetiringPrincipal");

  private static JsonNode model;
  private static JsonNode shapes;

  private final List<String> differences = new ArrayList<>();
  private final Set<String> compared = new LinkedHashSet<>();

  @BeforeAll
  static void readModel() throws IOException {
    Path file = Path.of(System.getProperty("kms.contract.dir", "."), "service-2.json");
    String howTo =
        "the KMS service model is not here: put botocore's data/kms/2014-11-01/service-2.json into a"
            + " folder and name it with -Dkms.contract.dir=FOLDER";
    if (Boolean.getBoolean("keyward.require.vectors")) {
      assertThat(file).as(howTo).exists();
    }
    assumeTrue(Files.exists(file), howTo);
    model = JsonMapper.builder().build().readTree(file.toFile());
    shapes = model.get("shapes");
  }

  @Test
  void records_comparedWithModel_haveTheShapesOfTheApi() {
    for (Operation<?, ?> operation : Operation.ALL.values()) {
      if (ADDED_OPERATIONS.contains(operation.name())) {
        continue;
      }
      JsonNode modelled = model.get("operations").get(operation.name());
      assertThat(modelled).as(operation.name()).isNotNull();
      compareStructure(modelled.get("input").get("shape").asText(), operation.requestType());
      assertThat(modelled.has("output"))
          .as("%s has a response", operation.name())
          .isEqualTo(operation.responseType().isPresent());
      operation
          .responseType()
          .ifPresent(type -> compareStructure(modelled.get("output").get("shape").asText(), type));
    }
    assertThat(differences).isEmpty();
    assertThat(compared).hasSizeGreaterThan(100);
  }

  @Test
  void operations_comparedWithModel_areAllThere() {
    Set<String> all = new TreeSet<>(ADDED_OPERATIONS);
    model.get("operations").fieldNames().forEachRemaining(all::add);
    assertThat(all).hasSize(56);
    assertThat(Operation.ALL.keySet()).containsExactlyInAnyOrderElementsOf(all);
  }

  /** The operations that the model does not have yet, from the API's later releases. */
  @Test
  void encapsulation_members_areThoseOfTheLaterApi() {
    assertThat(members("Encapsulate"))
        .containsExactly(
            "KeyId EncapsulationAlgorithm GrantTokens DryRun",
            "KeyId EncapsulationAlgorithm SharedSecret SharedSecretCiphertextBlob");
    assertThat(members("Decapsulate"))
        .containsExactly(
            "KeyId EncapsulationAlgorithm SharedSecretCiphertextBlob GrantTokens DryRun",
            "KeyId EncapsulationAlgorithm SharedSecret");
  }

  private static List<String> members(String operation) {
    Operation<?, ?> found = Operation.ALL.get(operation);
    return Stream.of(found.requestType(), found.responseType().orElseThrow())
        .map(
            type ->
                Shape.of(type).parts().stream()
                    .map(Shape.Part::wireName)
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  @Test
  void errorCodes_comparedWithModel_areModelledOrKnownToBeReal() {
    Set<String> unmodelled =
        Set.of(
            "AccessDeniedException",
            "NotAuthorizedException",
            "SerializationException",
            "ThrottlingException",
            "UnknownOperationException",
            "ValidationException");
    for (ErrorCode code : ErrorCode.values()) {
      JsonNode shape = shapes.get(code.wireName());
      if (shape == null) {
        assertThat(unmodelled).contains(code.wireName());
      } else {
        boolean fault = shape.path("fault").asBoolean(false);
        assertThat(code.httpStatus()).as(code.wireName()).isEqualTo(fault ? 500 : 400);
      }
    }
  }

  private void compareStructure(String shapeName, Class<? extends Record> type) {
    if (!compared.add(shapeName)) {
      return;
    }
    JsonNode shape = shapes.get(shapeName);
    Set<String> modelled = new TreeSet<>(ADDED_MEMBERS.getOrDefault(shapeName, Set.of()));
    shape.get("members").fieldNames().forEachRemaining(modelled::add);
    Set<String> ours = new TreeSet<>();
    Set<String> required = new TreeSet<>();
    shape.path("required").forEach(name -> required.add(name.asText()));
    for (Shape.Part part : Shape.of(type).parts()) {
      ours.add(part.wireName());
      JsonNode member = shape.get("members").get(part.wireName());
      if (member != null) {
        String where = shapeName + "." + part.wireName();
        compareMember(where, part, member.get("shape").asText());
        expect(
            where + " required",
            required.contains(part.wireName())
                && !RELAXED_MEMBERS.contains(shapeName + "." + part.wireName()),
            part.limits().map(Member::required).orElse(false));
      }
    }
    expect(shapeName + " members", modelled, ours);
  }

  private void compareMember(String where, Shape.Part part, String shapeName) {
    JsonNode shape = shapes.get(shapeName);
    String kind = shape.get("type").asText();
    if (!shape.has("enum")) {
      int min = part.limits().map(Member::min).orElse(0);
      int max = part.limits().map(Member::max).orElse(Integer.MAX_VALUE);
      expect(where + " min", shape.path("min").asInt(0), min);
      expect(where + " max", shape.path("max").asInt(Integer.MAX_VALUE), max);
      String pattern = part.limits().map(Member::pattern).orElse("");
      expect(where + " pattern", shape.path("pattern").asText(""), pattern);
    }
    boolean sensitive = part.limits().map(Member::sensitive).orElse(false);
    expect(where + " sensitive", shape.path("sensitive").asBoolean(false), sensitive);
    compareType(where, kind, shapeName, part.type());
  }

  private void compareType(String where, String kind, String shapeName, Type type) {
    JsonNode shape = shapes.get(shapeName);
    switch (kind) {
      case "string" -> {
        if (shape.has("enum")) {
          compareEnum(where, shapeName, (Class<?>) type);
        } else {
          expect(where + " type", String.class, type);
        }
      }
      case "integer" -> expect(where + " type", Integer.class, type);
      case "boolean" -> expect(where + " type", Boolean.class, type);
      case "timestamp" -> expect(where + " type", Instant.class, type);
      case "blob" -> expect(where + " type", byte[].class, type);
      case "map" -> expect(where + " type", Map.class, ((ParameterizedType) type).getRawType());
      case "list" -> {
        String element = shape.get("member").get("shape").asText();
        Type argument = ((ParameterizedType) type).getActualTypeArguments()[0];
        compareType(where + "[]", shapes.get(element).get("type").asText(), element, argument);
      }
      case "structure" -> compareStructure(shapeName, ((Class<?>) type).asSubclass(Record.class));
      default -> differences.add(where + ": unknown kind " + kind);
    }
  }

  private void compareEnum(String where, String shapeName, Class<?> type) {
    Set<String> modelled = new TreeSet<>(ADDED_CONSTANTS.getOrDefault(shapeName, Set.of()));
    shapes.get(shapeName).get("enum").forEach(constant -> modelled.add(constant.asText()));
    Set<String> ours = new TreeSet<>();
    Arrays.stream(type.getEnumConstants())
        .map(constant -> wireName((Enum<?>) constant))
        .forEach(ours::add);
    expect(where + " enum", modelled, ours);
  }

  private static String wireName(Enum<?> constant) {
    if (constant instanceof KeyState state) {
      return state.wireName();
    }
    return constant instanceof WireNamed named ? named.wireName() : constant.name();
  }

  private void expect(String what, Object modelled, Object ours) {
    if (!modelled.equals(ours)) {
      differences.add(what + ": model " + modelled + ", record " + ours);
    }
  }

  @Test
  void keySpecs_usages_areThoseOfTheDocumentation() {
    assertThat(KeySpec.RSA_2048.usages())
        .containsExactlyInAnyOrder(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY);
    assertThat(KeySpec.ECC_SECG_P256K1.usages()).containsExactly(KeyUsage.SIGN_VERIFY);
    assertThat(KeySpec.SYMMETRIC_DEFAULT.usages()).containsExactly(KeyUsage.ENCRYPT_DECRYPT);
  }
}
