package dev.keyward.wycheproof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyward.wycheproof.Vector.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/** A file of vectors. */
public record VectorFile(String name, List<VectorGroup> groups) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads a file from the directory in the system property {@code wycheproof.dir}.
   *
   * @param name such as {@code aes_gcm_test.json}
   * @return its vectors; as many as the file itself claims to have
   * @throws TestAbortedException if it is not there, unless {@code keyward.require.vectors} is true
   */
  public static VectorFile read(String name) throws IOException {
    Path path = Path.of(System.getProperty("wycheproof.dir", "wycheproof")).resolve(name);
    if (!Files.isReadable(path)) {
      reportMissing(path);
    }
    return parse(name, MAPPER.readTree(Files.readAllBytes(path)));
  }

  private static void reportMissing(Path path) {
    String message =
        "No Wycheproof vectors at "
            + path.toAbsolutePath().normalize()
            + ". Get them with \"git clone https://github.com/C2SP/wycheproof\" and name the folder"
            + " with -Dwycheproof.dir=<clone>/testvectors_v1.";
    if (Boolean.getBoolean("keyward.require.vectors")) {
      Assertions.fail(message);
    }
    throw new TestAbortedException(message);
  }

  static VectorFile parse(String name, JsonNode root) {
    List<VectorGroup> groups = new ArrayList<>();
    int found = 0;
    for (JsonNode group : root.get("testGroups")) {
      List<Vector> vectors = new ArrayList<>();
      group.get("tests").forEach(test -> vectors.add(vector(test)));
      found += vectors.size();
      groups.add(new VectorGroup(new Fields(group), List.copyOf(vectors)));
    }
    int claimed = root.get("numberOfTests").intValue();
    if (found != claimed) {
      throw new IllegalStateException(name + " claims " + claimed + " vectors and has " + found);
    }
    return new VectorFile(name, List.copyOf(groups));
  }

  private static Vector vector(JsonNode test) {
    Set<String> flags = new TreeSet<>();
    test.path("flags").forEach(flag -> flags.add(flag.textValue()));
    return new Vector(
        test.get("tcId").intValue(),
        test.path("comment").asText(),
        flags,
        Expectation.valueOf(test.get("result").textValue().toUpperCase(Locale.ROOT)),
        new Fields(test));
  }
}
