package dev.keyward.tool.command;

import dev.keyward.KeywardProvider;
import dev.keyward.config.Configuration;
import dev.keyward.config.ConfigurationException;
import dev.keyward.config.ProviderConfig;
import dev.keyward.config.Source;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** The option {@code --config}, and the key service it names. */
final class KmsSession {
  private static final String PREFIX = "keyward.";
  private static final String USUAL_ACCOUNT = "000000000000";
  private static final String USUAL_REGION = "us-east-1";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file, or inline key=value;… (default: the usual places).")
  private String config;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Directory of the store and what belongs to it (default: ~/.keyward).")
  private Path home;

  @Option(
      names = "-D",
      paramLabel = "keyward.KEY=VALUE",
      description = "One property of the configuration, as behind java -D.")
  private Map<String, String> properties = Map.of();

  KmsSession() {}

  /** The directory of the store and what belongs to it. */
  Path home() {
    return source().home();
  }

  private Source source() {
    Source source = Source.ofProcess();
    for (Map.Entry<String, String> property : properties.entrySet()) {
      source = source.withProperty(shortName(property.getKey()), property.getValue());
    }
    return home == null ? source : source.withHome(home);
  }

  private static String shortName(String property) {
    if (!property.startsWith(PREFIX)) {
      throw new CommandFailure(
          "-D sets properties of the configuration, keyward.KEY=VALUE. Put others behind java.");
    }
    return property.substring(PREFIX.length());
  }

  /** Opens the key service. The caller closes it. */
  Kms open() {
    return open(source());
  }

  /** Opens the key service in a Region other than the configured one. The caller closes it. */
  Kms openIn(String region) {
    return open(source().withProperty("region", region));
  }

  /** The configured account, or the one that a store has when none is configured. */
  String account() {
    return configuration(source()).get("account").orElse(USUAL_ACCOUNT);
  }

  /** The configured Region, or the one that a store has when none is configured. */
  String region() {
    return configuration(source()).get("region").orElse(USUAL_REGION);
  }

  /** The configuration. */
  Configuration configuration() {
    return configuration(source());
  }

  private Configuration configuration(Source source) {
    return Configuration.load(config == null ? source : source.withArgument(config));
  }

  private Kms open(Source source) {
    Configuration configuration = configuration(source);
    String wanted = ProviderConfig.of(configuration).backend();
    List<String> names = new ArrayList<>();
    for (KmsFactory factory :
        ServiceLoader.load(KmsFactory.class, KmsSession.class.getClassLoader())) {
      if (factory.name().equals(wanted)) {
        return open(factory, configuration);
      }
      names.add(factory.name());
    }
    throw configuration.unknownBackend(names);
  }

  private static Kms open(KmsFactory factory, Configuration configuration) {
    try {
      return factory.open(configuration);
    } catch (ConfigurationException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  /** The same key service behind the JCA. */
  KeywardProvider provider() {
    if (home != null) {
      // A provider finds its home by itself, and this program has but one.
      System.setProperty(Source.HOME_PROPERTY, home.toAbsolutePath().toString());
    }
    for (Map.Entry<String, String> property : properties.entrySet()) {
      System.setProperty(PREFIX + shortName(property.getKey()), property.getValue());
    }
    KeywardProvider provider = new KeywardProvider();
    return config == null ? provider : provider.configure(config);
  }
}
