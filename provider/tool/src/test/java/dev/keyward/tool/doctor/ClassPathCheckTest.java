package dev.keyward.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.Finding;
import dev.keyward.kms.Finding.Level;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathCheckTest {
  @TempDir private Path folder;

  private Path jar(String name, String provider) throws Exception {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/java.security.Provider"));
      out.write(provider.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static Finding found(boolean required, Object... entries) {
    StringBuilder path = new StringBuilder();
    for (Object entry : entries) {
      path.append(entry).append(File.pathSeparator);
    }
    return new ClassPathCheck(path.toString(), required).run().get(0);
  }

  @Test
  void classPath_keywardBeforeBouncyCastle_isOk() throws Exception {
    Path ours = jar("keyward.jar", "dev.keyward.KeywardProvider");
    Path theirs = jar("bcprov.jar", "org.bouncycastle.jce.provider.BouncyCastleProvider");
    assertThat(found(true, ours, theirs).level()).isEqualTo(Level.OK);
  }

  @Test
  void classPath_bouncyCastleAhead_warns() throws Exception {
    Path ours = jar("keyward.jar", "dev.keyward.KeywardProvider");
    Path theirs = jar("bcprov.jar", "org.bouncycastle.jce.provider.BouncyCastleProvider");
    Finding found = found(true, theirs, folder.resolve("missing.jar"), ours);
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.found()).contains("bcprov.jar");
  }

  @Test
  void classPath_withoutKeyward_failsWhereItIsNeeded() throws Exception {
    Path damaged = Files.writeString(folder.resolve("damaged.jar"), "no archive");
    assertThat(found(true, damaged).level()).isEqualTo(Level.FAIL);
    assertThat(found(false, damaged).level()).isEqualTo(Level.OK);
  }

  @Test
  void classPath_directoryOfClasses_isFoundToo() throws Exception {
    Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(services.resolve("java.security.Provider"), "dev.keyward.KeywardProvider\n");
    assertThat(found(true, folder.resolve("classes")).level()).isEqualTo(Level.OK);
  }
}
