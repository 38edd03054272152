package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is one jar gets the provider by {@code -javaagent}. */
class AgentTest {
  private static final String TEXT = "attack at dawn";

  @TempDir static Path temporary;
  private static Programs programs;
  private static Path application;
  private static Path noOverlay;

  @BeforeAll
  static void buildApplication() throws Exception {
    programs = Programs.in(temporary);
    programs.createKey("ten");
    noOverlay = Files.createFile(temporary.resolve("empty.security"));
    application = temporary.resolve("application.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Ten.class.getName());
    String name = Ten.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(application);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new JarEntry(name));
      Files.copy(Programs.classesOf(Ten.class).resolve(name), jar);
    }
  }

  private static Programs.Outcome start(Path overlay, String agent, String verb, String text)
      throws Exception {
    List<String> command = new ArrayList<>(programs.java(overlay));
    command.addAll(List.of("-javaagent:" + Programs.JAR + agent, "-jar", application.toString()));
    command.addAll(List.of(verb, text));
    return Programs.run(command);
  }

  private static void assertRoundTrip(Path overlay, String agent) throws Exception {
    String sealed = start(overlay, agent, "encrypt", TEXT).assertSuccess().output().strip();
    assertThat(sealed).matches("[0-9a-f]{200,}");
    assertThat(start(overlay, agent, "decrypt", sealed).assertSuccess().output().strip())
        .isEqualTo(TEXT);
  }

  @Test
  void agent_providerNotInTheList_isRegistered() throws Exception {
    assertRoundTrip(noOverlay, "");
  }

  @Test
  void agent_providerInTheList_isFound() throws Exception {
    assertRoundTrip(Programs.OVERLAY, "");
  }

  @Test
  void agent_withConfiguration_usesIt() throws Exception {
    String elsewhere = "=store=" + temporary.resolve("elsewhere") + ";backend=embedded";
    for (Path overlay : List.of(noOverlay, Programs.OVERLAY)) {
      Programs.Outcome outcome = start(overlay, elsewhere, "encrypt", TEXT);
      assertThat(outcome.exitCode()).isNotZero();
      assertThat(temporary.resolve("elsewhere")).isDirectory();
    }
  }

  @Test
  void application_withoutTheAgent_hasNoSuchStore() throws Exception {
    List<String> command = new ArrayList<>(programs.java(Programs.OVERLAY));
    command.addAll(List.of("-jar", application.toString(), "encrypt", TEXT));
    assertThat(Programs.run(command).output()).contains("KMS not found");
  }
}
