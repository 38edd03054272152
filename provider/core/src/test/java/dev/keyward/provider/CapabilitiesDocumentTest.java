package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.jca.agreement.KmsKem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The table of services in CAPABILITIES.md is made from the catalogue. {@code
 * -Dkeyward.write.docs=true} writes it.
 */
class CapabilitiesDocumentTest {
  private static final String BEGIN = "<!-- services: written by CapabilitiesDocumentTest -->\n";
  private static final String END = "<!-- end of services -->\n";

  private static Path document() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      Path found = folder.resolve("provider/docs/CAPABILITIES.md");
      if (Files.isReadable(found)) {
        return found;
      }
    }
    throw new IllegalStateException("no provider/docs/CAPABILITIES.md above " + here);
  }

  private static String table() {
    List<ServiceEntry> entries = new ArrayList<>(ServiceCatalogue.entries());
    entries.add(ServiceCatalogue.secureRandom());
    Map<String, List<String>> rows = new TreeMap<>();
    for (ServiceEntry entry : entries) {
      rows.computeIfAbsent(entry.engine(), engine -> new ArrayList<>()).add(row(entry));
    }
    StringBuilder table = new StringBuilder();
    table.append("| Engine | Algorithm | Other names | Keys |\n|---|---|---|---|\n");
    rows.values().forEach(engine -> engine.forEach(table::append));
    return table.toString();
  }

  private static String row(ServiceEntry entry) {
    String aliases =
        String.join(
            ", ",
            entry.aliases().stream()
                .filter(alias -> !alias.startsWith("OID."))
                .map(alias -> "`" + alias + "`")
                .toList());
    String keys = entry.keyClass() == null ? "" : "`" + entry.keyClass().getSimpleName() + "`";
    return String.format(
        "| %s | `%s` | %s | %s |%n", entry.engine(), entry.algorithm(), aliases, keys);
  }

  @Test
  void table_inTheDocument_isThatOfTheCatalogue() throws Exception {
    assumeTrue(KmsKem.isAvailable(), "this JDK has no KEM services to list");
    Path document = document();
    String text = Files.readString(document, StandardCharsets.UTF_8);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("the marks of the table").isGreaterThan(begin - 1);
    String table = table();
    if (Boolean.getBoolean("keyward.write.docs")) {
      Files.writeString(document, text.substring(0, begin) + table + text.substring(end));
      return;
    }
    assertThat(text.substring(begin, end))
        .as("the table of services is stale: run this test with -Dkeyward.write.docs=true")
        .isEqualTo(table);
  }
}
