package dev.keyward.tool.doctor;

import dev.keyward.kms.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the JDK finds the provider, and where it stands. The JDK itself is silent about every
 * mistake here.
 */
public final class RegistrationCheck implements Check {
  private static final String SUBJECT = "provider list";

  /** What we, and TLS, cannot do without. */
  private static final List<String> NEEDED =
      List.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE");

  private final ProviderEntries entries;
  private final Optional<List<String>> loaded;

  /**
   * Prepares.
   *
   * @param entries the lines in force
   * @param loaded names of the providers this JVM really has, in their order; empty if the lines
   *     are those of another program
   */
  public RegistrationCheck(ProviderEntries entries, Optional<List<String>> loaded) {
    this.entries = entries;
    this.loaded = loaded.map(List::copyOf);
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(entries.ours().map(this::registered).orElseGet(this::notRegistered));
    missingOnes().ifPresent(findings::add);
    findings.add(preference());
    return findings;
  }

  private Finding notRegistered() {
    if (loaded.filter(names -> names.contains("Keyward")).isPresent()) {
      return Finding.ok(SUBJECT, "Keyward was added by the program");
    }
    int next = entries.entries().isEmpty() ? 1 : entries.entries().lastKey() + 1;
    return Finding.warn(
        SUBJECT,
        "no line security.provider.N names Keyward; programs have to add it themselves",
        "Start programs with -Djava.security.properties=FILE and a line security.provider."
            + next
            + "=Keyward in it; look at that with --overlay FILE.");
  }

  private Finding registered(int number) {
    Optional<Integer> gap = entries.gap().filter(missing -> missing < number);
    if (gap.isPresent()) {
      return Finding.fail(
          SUBJECT,
          "security.provider." + gap.get() + " is missing, so the JDK never reads line " + number,
          "Write security.provider." + gap.get() + "=Keyward.");
    }
    if (loaded.isPresent() && !loaded.get().contains("Keyward")) {
      return Finding.fail(
          SUBJECT,
          "line " + number + " names Keyward, and the JDK did not find it",
          "Put keyward.jar on the class path or the module path of the program itself.");
    }
    if (entries.name(number).orElse("").indexOf('.') >= 0) {
      return Finding.warn(
          SUBJECT,
          "line " + number + " names a class, for which every provider on the class path is loaded",
          "Write security.provider." + number + "=Keyward.");
    }
    return position(number);
  }

  private Finding position(int number) {
    int first =
        entries.entries().keySet().stream()
            .filter(other -> NEEDED.contains(entries.name(other).orElse("")))
            .findFirst()
            .orElse(Integer.MAX_VALUE);
    if (number < first) {
      return Finding.warn(
          SUBJECT,
          "Keyward stands first, at "
              + number
              + ": every program start loads it, and ordinary keys"
              + " pass through it",
          "Put it behind the JDK's providers; its keys find it there.");
    }
    return Finding.ok(SUBJECT, "Keyward stands at " + number + " of " + entries.entries().size());
  }

  /** An overlay's lines replace others by their number. */
  private Optional<Finding> missingOnes() {
    List<String> missing = NEEDED.stream().filter(name -> !entries.has(name)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.fail(
                "JDK providers",
                String.join(", ", missing) + " not in the list any more",
                "An overlay replaces lines by number: give all of them new numbers."));
  }

  private Finding preference() {
    String preferred = entries.preferred();
    if (preferred.contains(":Keyward")) {
      return Finding.ok("preferred", preferred);
    }
    return Finding.ok(
        "preferred",
        "nothing for Keyward; JOSE libraries that set PSS parameters before the key need"
            + " jdk.security.provider.preferred=Signature.RSASSA-PSS:Keyward");
  }
}
