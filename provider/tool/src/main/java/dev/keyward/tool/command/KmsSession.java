package dev.keyward.tool.command;

import dev.keyward.KeywardProvider;
import dev.keyward.config.Configuration;
import dev.keyward.config.ConfigurationException;
import dev.keyward.config.ProviderConfig;
import dev.keyward.config.Source;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** The option {@code --config}, and the key service it names. */
final class KmsSession {
  private static final String USUAL_ACCOUNT = "000000000000";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file, or inline key=value;… (default: the usual places).")
  private String config;

  KmsSession() {}

  /** Opens the key service. The caller closes it. */
  Kms open() {
    return open(Source.ofProcess());
  }

  /** Opens the key service in a Region other than the configured one. The caller closes it. */
  Kms openIn(String region) {
    return open(Source.ofProcess().withProperty("region", region));
  }

  /** The configured account, or the one that a store has when none is configured. */
  String account() {
    return configuration(Source.ofProcess()).get("account").orElse(USUAL_ACCOUNT);
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
  Provider provider() {
    KeywardProvider provider = new KeywardProvider();
    return config == null ? provider : provider.configure(config);
  }
}
