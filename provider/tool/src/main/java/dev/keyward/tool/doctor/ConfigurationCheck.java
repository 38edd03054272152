package dev.keyward.tool.doctor;

import dev.keyward.config.Configuration;
import dev.keyward.config.ProviderConfig;
import dev.keyward.kms.Finding;
import java.util.ArrayList;
import java.util.List;

/** What is configured, and where each value was set. */
public final class ConfigurationCheck implements Check {
  private static final String SUBJECT = "configuration";

  private final Configuration configuration;

  /**
   * Prepares.
   *
   * @param configuration what was read
   */
  public ConfigurationCheck(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            SUBJECT,
            "from "
                + configuration.place()
                + ", home "
                + configuration.home()
                + ", backend "
                + ProviderConfig.of(configuration).backend()));
    for (String name : configuration.names()) {
      findings.add(setting(name));
    }
    return findings;
  }

  private Finding setting(String name) {
    String text = name + "=" + shown(name) + " (" + configuration.origin(name) + ")";
    return switch (name) {
      case "permissive" ->
          warnIfOn(name, text, "Correct who may write the file, and take the setting out.");
      case "store.accept-rollback" ->
          warnIfOn(name, text, "Take it out again: it lets an older copy of the store pass.");
      case "endpoint.plain-http", "endpoint.link-local" ->
          warnIfOn(name, text, "Take it out where it is not needed.");
      default -> Finding.ok(SUBJECT, text);
    };
  }

  private Finding warnIfOn(String name, String text, String remedy) {
    return configuration.get(name).filter("true"::equals).isPresent()
        ? Finding.warn(SUBJECT, text, remedy)
        : Finding.ok(SUBJECT, text);
  }

  /** Paths and names are shown; of a root key that is no file only the kind. */
  private String shown(String name) {
    String value = configuration.get(name).orElse("");
    if (name.equals("root-key") && !value.startsWith("file:")) {
      int colon = value.indexOf(':');
      return (colon < 0 ? "" : value.substring(0, colon + 1)) + "… (not shown)";
    }
    return value;
  }
}
