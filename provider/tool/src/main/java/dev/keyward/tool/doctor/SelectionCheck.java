package dev.keyward.tool.doctor;

import dev.keyward.kms.Finding;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.model.KeyState;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/**
 * Who answers when a program asks for a service without naming a provider, and then passes a
 * handle. For the time of the check the provider stands in the list of this JVM: where it stood, or
 * last.
 */
public final class SelectionCheck implements Check {
  private static final List<Integer> MODES =
      List.of(Cipher.ENCRYPT_MODE, Cipher.WRAP_MODE, Cipher.DECRYPT_MODE);

  private final Provider ours;
  private final SampleKeys sample;

  /** Makes an engine, with a handle; answers who made it. */
  @FunctionalInterface
  private interface Engine {
    Provider provider(Optional<Provider> from) throws GeneralSecurityException;
  }

  /**
   * Prepares.
   *
   * @param ours the provider, configured like the key service the keys are in
   * @param sample the keys
   */
  public SelectionCheck(Provider ours, SampleKeys sample) {
    this.ours = ours;
    this.sample = sample;
  }

  @Override
  public List<Finding> run() {
    Provider before = Security.getProvider(ours.getName());
    int position = before == null ? 0 : positionOf(before);
    if (before != null) {
      Security.removeProvider(ours.getName());
      Security.insertProviderAt(ours, position);
    } else {
      Security.addProvider(ours);
    }
    try {
      return findings();
    } finally {
      Security.removeProvider(ours.getName());
      if (before != null) {
        Security.insertProviderAt(before, position);
      }
    }
  }

  private static int positionOf(Provider provider) {
    return List.of(Security.getProviders()).indexOf(provider) + 1;
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (KeyMetadata key : sample.keys()) {
      if (key.keyState() == KeyState.ENABLED) {
        findings.addAll(asked(key));
      }
    }
    return findings;
  }

  private List<Finding> asked(KeyMetadata metadata) {
    String subject = "services " + metadata.keyId();
    try {
      KeyStore store = KeyStore.getInstance("KMS", ours);
      store.load(null, null);
      return asked(subject, store.getKey(metadata.arn(), null));
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      return List.of(
          Finding.fail(subject, "no handle: " + e.getMessage(), "See what the key store says."));
    }
  }

  private List<Finding> asked(String subject, Key key) {
    List<Finding> findings = new ArrayList<>();
    TreeSet<String> answered = new TreeSet<>();
    for (Provider.Service service : ours.getServices()) {
      String name = service.getType() + " " + service.getAlgorithm();
      engine(service, key)
          .filter(engine -> takes(engine))
          .ifPresent(
              engine ->
                  other(engine)
                      .ifPresentOrElse(
                          who ->
                              findings.add(
                                  Finding.fail(
                                      subject,
                                      name + " is answered by " + who,
                                      "Name the provider in the program, or put Keyward first for"
                                          + " it with jdk.security.provider.preferred.")),
                          () -> answered.add(service.getAlgorithm())));
    }
    if (!answered.isEmpty()) {
      findings.add(Finding.ok(subject, "Keyward answers for " + String.join(", ", answered)));
    } else if (findings.isEmpty()) {
      findings.add(
          Finding.warn(
              subject,
              "no service of this JDK takes the key",
              "Use it through the key service's own operations, or on a newer JDK."));
    }
    return findings;
  }

  private boolean takes(Engine engine) {
    try {
      engine.provider(Optional.of(ours));
      return true;
    } catch (GeneralSecurityException | RuntimeException another) {
      return false;
    }
  }

  /** Who answers instead of us, or why nobody does. */
  private Optional<String> other(Engine engine) {
    try {
      Provider provider = engine.provider(Optional.empty());
      return provider == ours ? Optional.empty() : Optional.of(provider.getName());
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.of("nobody: " + e.getMessage());
    }
  }

  private static Optional<Engine> engine(Provider.Service service, Key key) {
    String algorithm = service.getAlgorithm();
    return switch (service.getType()) {
      case "Signature" ->
          key instanceof PrivateKey signer
              ? Optional.of(from -> signature(algorithm, signer, from))
              : Optional.empty();
      case "Mac" -> Optional.of(from -> mac(algorithm, key, from));
      case "KeyAgreement" -> Optional.of(from -> agreement(algorithm, key, from));
      case "KEM" ->
          key instanceof PrivateKey receiver
              ? Optional.of(from -> KemSelection.provider(algorithm, receiver, from))
              : Optional.empty();
      case "Cipher" ->
          cipherMode(service, key).map(mode -> from -> cipher(algorithm, mode, key, from));
      default -> Optional.empty();
    };
  }

  private static Provider signature(String algorithm, PrivateKey key, Optional<Provider> from)
      throws GeneralSecurityException {
    Signature engine =
        from.isPresent()
            ? Signature.getInstance(algorithm, from.get())
            : Signature.getInstance(algorithm);
    engine.initSign(key);
    return engine.getProvider();
  }

  private static Provider mac(String algorithm, Key key, Optional<Provider> from)
      throws GeneralSecurityException {
    Mac engine =
        from.isPresent() ? Mac.getInstance(algorithm, from.get()) : Mac.getInstance(algorithm);
    engine.init(key);
    return engine.getProvider();
  }

  private static Provider agreement(String algorithm, Key key, Optional<Provider> from)
      throws GeneralSecurityException {
    KeyAgreement engine =
        from.isPresent()
            ? KeyAgreement.getInstance(algorithm, from.get())
            : KeyAgreement.getInstance(algorithm);
    engine.init(key);
    return engine.getProvider();
  }

  private static Provider cipher(String algorithm, int mode, Key key, Optional<Provider> from)
      throws GeneralSecurityException {
    Cipher engine =
        from.isPresent()
            ? Cipher.getInstance(algorithm, from.get())
            : Cipher.getInstance(algorithm);
    engine.init(mode, key);
    return engine.getProvider();
  }

  private static Optional<Integer> cipherMode(Provider.Service service, Key key) {
    for (int mode : MODES) {
      try {
        cipher(service.getAlgorithm(), mode, key, Optional.of(service.getProvider()));
        return Optional.of(mode);
      } catch (GeneralSecurityException | RuntimeException notThisOne) {
        continue;
      }
    }
    return Optional.empty();
  }
}
