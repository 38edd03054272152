package dev.keyward.tool.doctor;

import dev.keyward.kms.Finding;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Whether a class path has the provider, and not behind Bouncy Castle: the JDK loads every provider
 * it meets until the name fits, and Bouncy Castle's takes more than a second.
 */
public final class ClassPathCheck implements Check {
  private static final String SUBJECT = "class path";
  private static final String SERVICES = "META-INF/services/java.security.Provider";
  private static final int MAX_SERVICES_BYTES = 64 * 1024;

  private final String classPath;
  private final boolean required;

  /**
   * Prepares.
   *
   * @param classPath jars and directories, as {@code -cp} takes them
   * @param required whether the provider must be on it; it may also be on a module path
   */
  public ClassPathCheck(String classPath, boolean required) {
    this.classPath = classPath;
    this.required = required;
  }

  @Override
  public List<Finding> run() {
    String ahead = null;
    for (String entry : classPath.split(File.pathSeparator)) {
      String providers = providers(entry);
      if (providers.contains("dev.keyward.KeywardProvider")) {
        return List.of(found(entry, ahead));
      }
      if (ahead == null && providers.contains("org.bouncycastle.")) {
        ahead = entry;
      }
    }
    return List.of(
        required
            ? Finding.fail(
                SUBJECT,
                "has no provider Keyward",
                "Add keyward.jar; for an application that is one jar, start it with"
                    + " -javaagent:keyward.jar.")
            : Finding.ok(SUBJECT, "without Keyward, which is on the module path"));
  }

  private static Finding found(String entry, String ahead) {
    return ahead == null
        ? Finding.ok(SUBJECT, "Keyward in " + entry)
        : Finding.warn(
            SUBJECT,
            ahead
                + " comes before "
                + entry
                + ": the first use of any provider takes a second more",
            "Put Keyward's jar first.");
  }

  private static String providers(String entry) {
    Path path = Path.of(entry);
    try {
      if (Files.isDirectory(path)) {
        Path services = path.resolve(SERVICES);
        return Files.isRegularFile(services) ? Files.readString(services) : "";
      }
      return Files.isRegularFile(path) ? ofJar(path) : "";
    } catch (IOException damaged) {
      return "";
    }
  }

  private static String ofJar(Path path) throws IOException {
    try (ZipFile jar = new ZipFile(path.toFile())) {
      ZipEntry services = jar.getEntry(SERVICES);
      if (services == null) {
        return "";
      }
      try (var in = jar.getInputStream(services)) {
        return new String(in.readNBytes(MAX_SERVICES_BYTES), StandardCharsets.UTF_8);
      }
    }
  }
}
