package dev.keyward.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.keyward.provider.ServiceCatalogue;
import dev.keyward.provider.ServiceEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the jars tell GraalVM's native-image about reflection is true, and complete. */
class ReachabilityMetadataTest {
  private static final List<String> PARTS =
      List.of("keyward-provider", "keyward-kms", "keyward-embedded", "keyward-remote");
  private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]+)\"");
  private static final Pattern INTERFACE = Pattern.compile("\"interfaces\": \\[\"([^\"]+)\"]");

  /** Rooms whose records the JSON codec reads and writes. */
  private static final Set<String> JSON =
      Set.of(
          "dev.keyward.embedded",
          "dev.keyward.embedded.audit",
          "dev.keyward.embedded.clock",
          "dev.keyward.embedded.grant",
          "dev.keyward.embedded.identity",
          "dev.keyward.embedded.lifecycle",
          "dev.keyward.embedded.usage",
          "dev.keyward.identity",
          "dev.keyward.kms",
          "dev.keyward.remote.credentials");

  private static String read(String part, String file) throws IOException {
    String name = "/META-INF/native-image/dev.keyward/" + part + "/" + file;
    try (InputStream in = ReachabilityMetadataTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      assertThat(names.add(matcher.group(1))).as("twice: %s", matcher.group(1)).isTrue();
    }
    return names;
  }

  private static Set<String> listed() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String part : PARTS) {
      all.addAll(names(NAME, read(part, "reflect-config.json")));
    }
    return all;
  }

  @Test
  void classes_allNamed_exist() throws IOException {
    // Not every JDK 17 has javax.crypto.KEM.
    assertThat(listed())
        .filteredOn(name -> !name.startsWith("javax.crypto.KEM"))
        .hasSizeGreaterThan(200)
        .allSatisfy(name -> Class.forName(name, false, getClass().getClassLoader()));
  }

  @Test
  void services_ofTheCatalogue_areListed() throws IOException {
    Set<String> implementations =
        ServiceCatalogue.entries().stream()
            .map(ServiceEntry::implementation)
            .map(Class::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    implementations.add(ServiceCatalogue.secureRandom().implementation().getName());
    implementations.add("dev.keyward.KeywardProvider");
    assertThat(listed()).containsAll(implementations);
  }

  @Test
  void records_readAndWrittenAsJson_areListed() throws IOException {
    Set<String> records =
        new ClassFileImporter()
            .withImportOption(new WithoutTests()).importPackages("dev.keyward").stream()
                .filter(JavaClass::isRecord)
                .filter(type -> JSON.contains(type.getPackageName()))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertThat(records).hasSizeGreaterThan(150);
    records.removeAll(listed());
    assertThat(records).as("add these to the reflect-config.json of their module").isEmpty();
  }

  @Test
  void proxies_areTheInterfacesOfKem() throws IOException {
    assertThat(names(INTERFACE, read("keyward-provider", "proxy-config.json")))
        .containsExactlyInAnyOrder(
            "javax.crypto.KEMSpi",
            "javax.crypto.KEMSpi$DecapsulatorSpi",
            "javax.crypto.KEMSpi$EncapsulatorSpi");
  }

  @Test
  void resources_namedLiterally_areOnTheClassPath() throws IOException {
    Matcher matcher =
        Pattern.compile("\\\\\\\\Q(.+?)\\\\\\\\E")
            .matcher(read("keyward-provider", "resource-config.json"));
    int found = 0;
    while (matcher.find()) {
      assertThat(getClass().getResource("/" + matcher.group(1))).as(matcher.group(1)).isNotNull();
      found++;
    }
    assertThat(found).isEqualTo(3);
  }
}
