package dev.keyward.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rooms and the arrows between them. A package may use the JDK, itself, and what its row names;
 * everything else turns an arrow round.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.keyward";

  private static final Set<String> CONTRACT =
      Set.of(
          "model",
          "secret",
          "failure",
          "backend",
          "handle",
          "params",
          "keystore",
          "jdk",
          "telemetry");

  /** Room to what it may use; names of other people's code are whole package prefixes. */
  private static final Map<String, Set<String>> ARROWS = new TreeMap<>();

  static {
    ARROWS.put("model", Set.of());
    ARROWS.put("jdk", Set.of());
    ARROWS.put("telemetry", Set.of());
    ARROWS.put("secret", Set.of("model"));
    ARROWS.put("failure", Set.of("model"));
    ARROWS.put("backend", Set.of("model", "secret", "failure"));
    ARROWS.put("handle", Set.of("model", "backend", "failure", "jdk"));
    ARROWS.put("params", Set.of("model", "backend"));
    ARROWS.put(
        "keystore", Set.of("model", "secret", "failure", "backend", "handle", "params", "jdk"));

    ARROWS.put("envelope.management", Set.of());
    ARROWS.put(
        "envelope",
        Set.of("envelope.management", "model", "secret", "failure", "jdk", "telemetry"));
    Set<String> jca =
        Set.of("handle", "params", "backend", "model", "failure", "jca.failures", "jdk");
    ARROWS.put("jca.failures", Set.of("failure", "model", "handle"));
    ARROWS.put("jca.signature", jca);
    ARROWS.put("jca.keygen", with(jca, "secret"));
    ARROWS.put("jca.keyfactory", jca);
    ARROWS.put("jca.mac", jca);
    ARROWS.put("jca.agreement", with(jca, "secret"));
    ARROWS.put("jca.random", with(jca, "secret"));
    ARROWS.put("jca.cipher", with(jca, "envelope", "secret"));
    ARROWS.put("config", Set.of("model", "backend", "failure"));
    ARROWS.put(
        "provider",
        with(
            CONTRACT,
            "config",
            "envelope",
            "jca.agreement",
            "jca.cipher",
            "jca.keyfactory",
            "jca.keygen",
            "jca.mac",
            "jca.random",
            "jca.signature"));
    ARROWS.put("", Set.of("provider"));

    ARROWS.put("kms", CONTRACT);
    ARROWS.put("kms.json", with(CONTRACT, "kms", "com.fasterxml.jackson.core"));
    ARROWS.put("kms.backend", with(CONTRACT, "kms"));
    ARROWS.put("kms.sigv4", CONTRACT);
    ARROWS.put("identity", with(CONTRACT, "kms"));

    Set<String> engine = with(CONTRACT, "kms", "kms.json");
    ARROWS.put("embedded.files", CONTRACT);
    ARROWS.put("embedded.root", with(CONTRACT, "embedded.files"));
    ARROWS.put(
        "embedded.store",
        with(CONTRACT, "embedded.root", "embedded.files", "java.sql", "javax.sql", "org.sqlite"));
    ARROWS.put("embedded.material", with(CONTRACT, "kms", "org.bouncycastle"));
    ARROWS.put("embedded.imports", engine);
    ARROWS.put("embedded.customstore", engine);
    ARROWS.put("embedded.lifecycle", with(engine, "embedded.store"));
    ARROWS.put("embedded.audit", with(engine, "embedded.store", "embedded.files"));
    ARROWS.put("embedded.quota", engine);
    ARROWS.put("embedded.usage", with(engine, "embedded.store"));
    ARROWS.put("embedded.telemetry", with(CONTRACT, "jdk.jfr"));
    ARROWS.put("embedded.clock", with(engine, "embedded.store"));
    ARROWS.put(
        "embedded.health",
        with(
            engine,
            "embedded.audit",
            "embedded.clock",
            "embedded.files",
            "embedded.material",
            "embedded.store"));
    ARROWS.put("embedded.policy", engine);
    ARROWS.put("embedded.grant", with(engine, "embedded.store", "embedded.policy"));
    ARROWS.put("embedded.identity", with(engine, "identity", "embedded.store", "embedded.policy"));
    ARROWS.put("embedded.region", with(engine, "embedded.store", "embedded.lifecycle"));
    ARROWS.put(
        "embedded",
        with(
            engine,
            "identity",
            "kms.backend",
            "embedded.audit",
            "embedded.clock",
            "embedded.customstore",
            "embedded.grant",
            "embedded.health",
            "embedded.identity",
            "embedded.imports",
            "embedded.lifecycle",
            "embedded.material",
            "embedded.policy",
            "embedded.quota",
            "embedded.region",
            "embedded.store",
            "embedded.telemetry",
            "embedded.usage"));

    ARROWS.put("remote.http", with(CONTRACT, "org.apache.hc"));
    ARROWS.put("remote.resilience", Set.of());
    ARROWS.put("remote.telemetry", Set.of("jdk.jfr"));
    ARROWS.put(
        "remote.credentials",
        with(CONTRACT, "kms.json", "kms.sigv4", "remote.http", "remote.resilience"));
    Set<String> wire =
        with(engine, "kms.sigv4", "remote.http", "remote.resilience", "remote.telemetry");
    ARROWS.put("remote.wire", with(wire, "remote.credentials"));
    Set<String> calls = with(engine, "remote.wire", "remote.resilience", "remote.telemetry");
    ARROWS.put("remote.answers", with(calls, "org.bouncycastle"));
    ARROWS.put("remote.cache", calls);
    ARROWS.put("remote.region", with(calls, "kms.sigv4"));
    ARROWS.put(
        "remote",
        with(
            wire,
            "kms.backend",
            "remote.answers",
            "remote.cache",
            "remote.credentials",
            "remote.region",
            "remote.wire"));
    ARROWS.put("tool", Set.of("", "tool.command", "picocli"));
    ARROWS.put("endpoint.http", Set.of("org.apache.hc.core5"));
    ARROWS.put("endpoint.telemetry", Set.of("jdk.jfr"));
    ARROWS.put(
        "endpoint", with(engine, "identity", "kms.sigv4", "endpoint.http", "endpoint.telemetry"));
    ARROWS.put("tool.serve", with(CONTRACT, "identity"));
    ARROWS.put("tool.doctor", with(CONTRACT, "kms", "config", "envelope"));
    ARROWS.put(
        "tool.command",
        with(
            engine,
            "",
            "config",
            "envelope",
            "identity",
            "kms.backend",
            "endpoint",
            "tool.doctor",
            "tool.serve",
            "picocli"));
  }

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes = new ClassFileImporter().withImportOption(new WithoutTests()).importPackages(ROOT);
  }

  private static Set<String> with(Set<String> rooms, String... more) {
    Set<String> all = new TreeSet<>(rooms);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void rooms_allPackages_haveARow() {
    Set<String> found = classes.stream().map(ArchitectureTest::room).collect(Collectors.toSet());
    assertThat(found).isEqualTo(ARROWS.keySet());
  }

  @TestFactory
  List<DynamicTest> rooms_arrows_pointWhereTheTableAllows() {
    List<DynamicTest> tests = new ArrayList<>();
    ARROWS.forEach(
        (room, allowed) ->
            tests.add(
                DynamicTest.dynamicTest(
                    room.isEmpty() ? ROOT : room,
                    () -> assertThat(turnedArrows(room, allowed)).isEmpty())));
    return tests;
  }

  private static Set<String> turnedArrows(String room, Set<String> allowed) {
    Set<String> turned = new TreeSet<>();
    for (JavaClass origin : classes) {
      if (room(origin).equals(room)) {
        origin.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(target -> !isAllowed(room, allowed, target))
            .forEach(target -> turned.add(origin.getName() + " -> " + target.getName()));
      }
    }
    return turned;
  }

  private static boolean isAllowed(String room, Set<String> allowed, JavaClass target) {
    String name = target.getPackageName();
    if (name.equals(ROOT) || name.startsWith(ROOT + ".")) {
      return room(target).equals(room) || allowed.contains(room(target));
    }
    if (name.startsWith("java.sql") || name.startsWith("javax.sql")) {
      return allowed.contains("java.sql");
    }
    return name.isEmpty()
        || name.startsWith("java.")
        || name.startsWith("javax.")
        || allowed.stream().anyMatch(prefix -> !prefix.isEmpty() && name.startsWith(prefix));
  }

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }
}
