package dev.keyward.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every file of the vector collection is run by a test, or its absence has a reason. */
class WycheproofCoverageTest {
  private static final Path ROOT = Path.of(System.getProperty("keyward.root.dir"));
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| [\\d,]+ \\| (.+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  private static List<Matcher> rows() throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("provider/docs/WYCHEPROOF.md"))) {
      return lines.map(ROW::matcher).filter(Matcher::matches).toList();
    }
  }

  @Test
  void everyFile_standsInTheTable() throws IOException {
    Path directory = Path.of(System.getProperty("wycheproof.dir", "wycheproof"));
    boolean present = Files.isDirectory(directory);
    if (Boolean.getBoolean("keyward.require.vectors")) {
      assertThat(directory).isDirectory();
    }
    assumeTrue(present, "No Wycheproof vectors at " + directory + ": see the README");
    Set<String> files;
    try (Stream<Path> listed = Files.list(directory)) {
      files =
          listed
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.substring(0, name.length() - 5))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    // A clone of the collection has more: algorithms that no key of ours has.
    Set<String> inTable = new TreeSet<>();
    rows().forEach(row -> inTable.add(row.group(1)));
    assertThat(files).containsAll(inTable);
    if (files.size() < 2 * inTable.size()) {
      assertThat(inTable).isEqualTo(files);
    }
  }

  @Test
  void everyTestInTheTable_exists() throws IOException {
    Set<String> sources;
    try (Stream<Path> files = Files.walk(ROOT)) {
      sources =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .collect(Collectors.toSet());
    }
    int named = 0;
    for (Matcher row : rows()) {
      Matcher test = TEST.matcher(row.group(2));
      while (test.find()) {
        assertThat(sources).contains(test.group(1) + ".java");
        named++;
      }
    }
    assertThat(named).isGreaterThan(80);
  }
}
