package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.Provider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in keyward.jar, and what must not be. */
class KeywardJarTest {
  private static List<String> names;

  @BeforeAll
  static void readNames() throws IOException {
    try (JarFile jar = new JarFile(Programs.JAR.toFile())) {
      names = jar.stream().map(ZipEntry::getName).collect(Collectors.toList());
    }
  }

  @Test
  void jar_classes_areOursOrSqlite() {
    assertThat(names)
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.matches("(dev/keyward|org/sqlite)/.*|module-info\\.class"));
  }

  @Test
  void jar_leftovers_areNone() {
    assertThat(names)
        .noneMatch(name -> name.startsWith("META-INF/versions/"))
        .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA|EC)"))
        .noneMatch(name -> name.matches("(?i).*(bouncycastle|fasterxml|picocli).*/pom\\..*"))
        .doesNotHaveDuplicates();
  }

  @Test
  void jar_services_areOursAndTheDriver() throws IOException {
    assertThat(names)
        .filteredOn(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
        .containsExactlyInAnyOrder(
            "META-INF/services/java.security.Provider",
            "META-INF/services/java.sql.Driver",
            "META-INF/services/dev.keyward.backend.KeyBackendFactory",
            "META-INF/services/dev.keyward.kms.KmsFactory");
    try (JarFile jar = new JarFile(Programs.JAR.toFile())) {
      ZipEntry entry = jar.getEntry("META-INF/services/java.security.Provider");
      assertThat(new String(jar.getInputStream(entry).readAllBytes()).strip())
          .isEqualTo("dev.keyward.KeywardProvider");
    }
  }

  /** Relocation also rewrites strings; a name left in a constant would be looked up in vain. */
  @Test
  void jar_ownClasses_nameNoUnrelocatedPackage() throws IOException {
    try (JarFile jar = new JarFile(Programs.JAR.toFile())) {
      for (String name : names) {
        if (name.matches("dev/keyward/(?!shaded/).*\\.class")) {
          String bytes =
              new String(
                  jar.getInputStream(jar.getEntry(name)).readAllBytes(),
                  java.nio.charset.StandardCharsets.ISO_8859_1);
          assertThat(bytes)
              .as(name)
              .doesNotContain("org/bouncycastle", "com/fasterxml")
              .doesNotContainPattern("(?<!shaded/)picocli/");
        }
      }
    }
  }

  @Test
  void provider_onClassPath_isFoundByName() throws IOException {
    URL[] path = {Programs.JAR.toUri().toURL()};
    try (URLClassLoader alone = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      List<Provider> found =
          ServiceLoader.load(Provider.class, alone).stream()
              .filter(provider -> provider.type().getClassLoader() == alone)
              .map(ServiceLoader.Provider::get)
              .toList();
      assertThat(found).extracting(Provider::getName).containsExactly("Keyward");
    }
  }

  @Test
  void descriptor_services_areThoseOfTheClassPath() throws IOException {
    ModuleDescriptor module =
        ModuleFinder.of(Programs.JAR).find("dev.keyward").orElseThrow().descriptor();
    assertThat(module.isAutomatic()).isFalse();
    for (ModuleDescriptor.Provides provides : module.provides()) {
      try (JarFile jar = new JarFile(Programs.JAR.toFile())) {
        ZipEntry entry = jar.getEntry("META-INF/services/" + provides.service());
        assertThat(new String(jar.getInputStream(entry).readAllBytes()).lines())
            .as(provides.service())
            .containsExactlyInAnyOrderElementsOf(provides.providers());
      }
    }
    assertThat(module.provides()).hasSize(4);
    assertThat(module.requires()).extracting(ModuleDescriptor.Requires::name).contains("java.sql");
  }

  /** The JDK calls MBeans from a module without a name; an export to one module is not enough. */
  @Test
  void descriptor_interfacesOfManagedBeans_areExportedToAll() {
    ModuleDescriptor module =
        ModuleFinder.of(Programs.JAR).find("dev.keyward").orElseThrow().descriptor();
    List<String> packages =
        names.stream()
            .filter(name -> name.matches("dev/keyward/(?!shaded/).*MXBean\\.class"))
            .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
            .toList();
    assertThat(packages).hasSizeGreaterThanOrEqualTo(2);
    assertThat(module.exports())
        .filteredOn(exported -> !exported.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsAll(packages);
  }
}
