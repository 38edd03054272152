package dev.keyward.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.Finding;
import dev.keyward.kms.Finding.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationCheckTest {
  private static final List<String> JDK =
      List.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE");

  @TempDir private Path folder;

  private static ProviderEntries entries(String... names) {
    SortedMap<Integer, String> entries = new TreeMap<>();
    for (String name : names) {
      if (!name.isEmpty()) {
        int number = Integer.parseInt(name.substring(0, name.indexOf('=')));
        entries.put(number, name.substring(name.indexOf('=') + 1));
      }
    }
    return new ProviderEntries(entries, "");
  }

  private static ProviderEntries jdkAnd(String more) {
    return entries("1=SUN", "2=SunRsaSign", "3=SunEC", "4=SunJSSE", "5=SunJCE", more);
  }

  private static Finding first(ProviderEntries entries, String... loaded) {
    Optional<List<String>> names =
        loaded.length == 0 ? Optional.empty() : Optional.of(List.of(loaded));
    return new RegistrationCheck(entries, names).run().get(0);
  }

  @Test
  void list_keywardLast_isOkAndTellsItsPlace() {
    Finding found = first(jdkAnd("6=Keyward backend=embedded"), "SUN", "Keyward");
    assertThat(found.level()).isEqualTo(Level.OK);
    assertThat(found.found()).isEqualTo("Keyward stands at 6 of 6");
  }

  @Test
  void list_withoutKeyward_warnsWithTheNextNumber() {
    Finding found = first(jdkAnd(""), JDK.toArray(String[]::new));
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.remedy()).contains("security.provider.6=Keyward");
  }

  @Test
  void list_gapBeforeKeyward_fails() {
    Finding found = first(jdkAnd("8=Keyward"), "SUN");
    assertThat(found.level()).isEqualTo(Level.FAIL);
    assertThat(found.found()).contains("security.provider.6 is missing");
  }

  @Test
  void list_namedButNotLoaded_saysThatTheJarIsMissing() {
    Finding found = first(jdkAnd("6=Keyward"), "SUN", "SunJCE");
    assertThat(found.level()).isEqualTo(Level.FAIL);
    assertThat(found.remedy()).contains("keyward.jar");
  }

  @Test
  void list_keywardFirst_warns() {
    Finding found =
        first(entries("1=Keyward", "2=SUN", "3=SunRsaSign", "4=SunEC", "5=SunJSSE", "6=SunJCE"));
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.found()).contains("stands first");
  }

  @Test
  void list_namedByItsClass_warns() {
    assertThat(first(jdkAnd("6=dev.keyward.KeywardProvider")).level()).isEqualTo(Level.WARN);
  }

  @Test
  void overlay_replacingALineOfTheJdk_fails() throws Exception {
    Path overlay =
        Files.writeString(
            folder.resolve("wrong.security"),
            "security.provider.1=Keyward\nsecurity.provider.2=SUN\n");
    List<Finding> found =
        new RegistrationCheck(jdkAnd("").overlaidWith(overlay), Optional.empty()).run();
    assertThat(found)
        .filteredOn(it -> it.level() == Level.FAIL)
        .extracting(Finding::found)
        .containsExactly("SunRsaSign not in the list any more");
  }

  @Test
  void overlay_asShipped_isOkAndPreferenceIsShown() throws Exception {
    Path overlay =
        Files.writeString(
            folder.resolve("right.security"),
            "security.provider.6=Keyward\n"
                + "jdk.security.provider.preferred=Signature.RSASSA-PSS:Keyward\n");
    assertThat(new RegistrationCheck(jdkAnd("").overlaidWith(overlay), Optional.empty()).run())
        .extracting(Finding::level, Finding::found)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Level.OK, "Keyward stands at 6 of 6"),
            org.assertj.core.groups.Tuple.tuple(Level.OK, "Signature.RSASSA-PSS:Keyward"));
  }
}
