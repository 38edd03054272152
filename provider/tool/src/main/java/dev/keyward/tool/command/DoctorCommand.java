package dev.keyward.tool.command;

import dev.keyward.KeywardProvider;
import dev.keyward.config.Configuration;
import dev.keyward.config.ConfigurationException;
import dev.keyward.envelope.SealingSpeed;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.Finding;
import dev.keyward.kms.Finding.Level;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.tool.doctor.ClassPathCheck;
import dev.keyward.tool.doctor.ConfigurationCheck;
import dev.keyward.tool.doctor.Examination;
import dev.keyward.tool.doctor.PermissionCheck;
import dev.keyward.tool.doctor.ProviderEntries;
import dev.keyward.tool.doctor.RegistrationCheck;
import dev.keyward.tool.doctor.SampleKeys;
import dev.keyward.tool.doctor.SelectionCheck;
import dev.keyward.tool.doctor.ServiceCheck;
import dev.keyward.tool.doctor.SpeedCheck;
import dev.keyward.tool.doctor.StoreCheck;
import dev.keyward.tool.doctor.UsabilityCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyward doctor}. */
@Command(
    name = "doctor",
    description = {
      "Looks at everything between a program and its keys, and says what to do.",
      "One line each: ok, warn or FAIL. Exit code 1 if anything fails, else 0."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Spec private CommandSpec command;

  @Option(
      names = "--alias",
      paramLabel = "KEY",
      description = "Try this key (default: one key of each kind).")
  private String key;

  @Option(
      names = "--overlay",
      paramLabel = "FILE",
      description = "Look at a program started with -Djava.security.properties=FILE.")
  private Path overlay;

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description = "Look at a program with this class path.")
  private String classPath;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DoctorCommand() {}

  /** What {@code --json} prints. */
  record Report(Boolean well, List<Line> findings) {}

  /** One finding in {@code --json}. */
  record Line(String level, String subject, String found, String remedy) {}

  @Override
  public Integer call() throws IOException {
    Examination examination = new Examination();
    examineJvm(examination);
    Optional<Configuration> configuration = configuration(examination);
    if (configuration.isPresent()) {
      examination.run("configuration", new ConfigurationCheck(configuration.get()));
      examineService(examination);
    }
    examination.run("AES-GCM speed", new SpeedCheck(SealingSpeed::measure));
    print(examination);
    return examination.isWell() ? 0 : 1;
  }

  private void examineJvm(Examination examination) throws IOException {
    ProviderEntries entries = ProviderEntries.ofJvm();
    boolean other = overlay != null;
    examination.run(
        "provider list",
        new RegistrationCheck(
            other ? entries.overlaidWith(overlay) : entries,
            other ? Optional.empty() : Optional.of(loadedProviders())));
    examination.run(
        "class path",
        new ClassPathCheck(
            classPath == null ? System.getProperty("java.class.path", "") : classPath,
            classPath != null));
  }

  private static List<String> loadedProviders() {
    return Stream.of(Security.getProviders()).map(Provider::getName).toList();
  }

  private Optional<Configuration> configuration(Examination examination) {
    try {
      return Optional.of(session.configuration());
    } catch (ConfigurationException e) {
      examination.add(
          Finding.fail("configuration", e.getMessage(), "Correct it; nothing else was looked at."));
      return Optional.empty();
    }
  }

  private void examineService(Examination examination) {
    try (Kms kms = session.open()) {
      examination.run("keys", () -> examineKeys(kms, examination));
      examination.run("service", new ServiceCheck(kms));
      examination.run("store chain", new StoreCheck(kms));
    } catch (CommandFailure | ConfigurationException | KmsException | KmsServiceException e) {
      examination.add(
          Finding.fail(
              "key service", "cannot be opened: " + e.getMessage(), "Do what the text says."));
    }
  }

  private List<Finding> examineKeys(Kms kms, Examination examination) {
    SampleKeys sample = key == null ? SampleKeys.ofEachKind(kms) : SampleKeys.named(kms, key);
    examination.run("keys", new UsabilityCheck(kms, sample));
    examination.run("permissions", new PermissionCheck(kms, sample));
    try (KeywardProvider provider = session.provider()) {
      examination.run("services", new SelectionCheck(provider, sample));
    }
    return List.of();
  }

  private void print(Examination examination) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      Report report =
          new Report(
              examination.isWell(),
              examination.findings().stream().map(DoctorCommand::line).toList());
      out.println(Shown.json(new String(JsonCodec.write(report), StandardCharsets.UTF_8)));
      return;
    }
    for (Finding finding : examination.findings()) {
      out.println(Shown.line(inWords(finding)));
    }
    long warnings = count(examination, Level.WARN);
    long failures = count(examination, Level.FAIL);
    out.println(
        (failures == 0 ? "Well" : "NOT WELL")
            + ": "
            + examination.findings().size()
            + " findings, "
            + warnings
            + " to look at, "
            + failures
            + " broken.");
  }

  private static long count(Examination examination, Level level) {
    return examination.findings().stream().filter(it -> it.level() == level).count();
  }

  private static String inWords(Finding finding) {
    String level =
        finding.level() == Level.FAIL ? "FAIL" : finding.level().name().toLowerCase(Locale.ROOT);
    String text =
        (level + "   ").substring(0, 4) + "  " + finding.subject() + ": " + finding.found();
    return finding.remedy().isEmpty() ? text : text + ". " + finding.remedy();
  }

  private static Line line(Finding finding) {
    return new Line(finding.level().name(), finding.subject(), finding.found(), finding.remedy());
  }
}
