package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.KeywardProvider;
import dev.keyward.jdk.JdkProvider;
import java.security.Key;
import java.security.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Our names against the tables of the JDK's own providers, on whatever JDK this runs. */
class ServiceNamesTest {
  private static final Provider KEYWARD = new KeywardProvider();
  private static final String ALIAS = "Alg.Alias.";

  /** Engine, dot, algorithm, in lower case; aliases too. */
  private static Set<String> aliasesOf(Provider provider, String engine, String algorithm) {
    Set<String> aliases = new TreeSet<>();
    String prefix = (ALIAS + engine + ".").toLowerCase(Locale.ROOT);
    for (String name : provider.stringPropertyNames()) {
      boolean ours =
          name.toLowerCase(Locale.ROOT).startsWith(prefix)
              && provider.getProperty(name).equalsIgnoreCase(algorithm);
      if (ours) {
        aliases.add(name.substring(prefix.length()));
      }
    }
    return aliases;
  }

  @Test
  void aliases_ofEveryServiceTheJdkHasToo_leadToOurServiceAsWell() {
    List<String> missing = new java.util.ArrayList<>();
    int compared = 0;
    for (ServiceEntry entry : ServiceCatalogue.entries()) {
      for (JdkProvider jdk : JdkProvider.values()) {
        Set<String> theirs = aliasesOf(jdk.instance(), entry.engine(), entry.algorithm());
        compared += theirs.size();
        for (String alias : theirs) {
          Provider.Service found = KEYWARD.getService(entry.engine(), alias);
          if (found == null || !found.getAlgorithm().equalsIgnoreCase(entry.algorithm())) {
            missing.add(entry.engine() + "." + entry.algorithm() + " <- " + alias);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(compared).isGreaterThan(40);
  }

  @Test
  void names_ofOneEngine_areUnique() {
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (ServiceEntry entry : ServiceCatalogue.entries()) {
      assertThat(seen.add(entry.engine() + "." + entry.algorithm())).as(entry.toString()).isTrue();
      for (String alias : entry.aliases()) {
        assertThat(seen.add(entry.engine() + "." + alias)).as(alias).isTrue();
      }
    }
  }

  @Test
  void keyedServices_allOfThem_declareTheirKeysAndRefuseOrdinaryOnes() {
    Set<String> keyed = Set.of("Cipher", "Signature", "Mac", "KeyAgreement", "KEM");
    Key ordinary = new javax.crypto.spec.SecretKeySpec(new byte[32], "AES");
    for (Provider.Service service : KEYWARD.getServices()) {
      if (keyed.contains(service.getType())) {
        assertThat(service.getAttribute("SupportedKeyClasses"))
            .as(service.toString())
            .startsWith("dev.keyward.handle.");
        assertThat(service.supportsParameter(ordinary)).isFalse();
      }
    }
  }
}
