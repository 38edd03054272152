package dev.keyward.tool.secrecy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.KeywardProvider;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.EnvelopeParameterSpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.tool.command.KeywardCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Keys, plaintexts and values of an encryption context never become text (security.md P12, P13):
 * not in logs at the finest level, not in exceptions, {@code toString} or output of the tool, and
 * not in the files of the store.
 */
class SecrecyTest {
  private static final String PLAINTEXT = "canary plaintext: meet me at the old oak";
  private static final String VALUE = "canary-context-value-7141";
  private static final String AAD = "canary-associated-data-9932";
  private static final byte[] SOFTWARE_KEY = "canary software key of 32 bytes!".getBytes(UTF_8);
  private static final Map<String, String> CONTEXT = Map.of("tenant", VALUE);

  @FunctionalInterface
  interface Step {
    Object run() throws Exception;
  }

  @TempDir private Path directory;
  private SeenText seen;
  private String config;
  private int failures;

  @BeforeEach
  void listen() {
    seen = new SeenText();
    config = "backend=canary;store=" + directory.resolve("home");
  }

  @AfterEach
  void stopListening() {
    seen.close();
  }

  @Test
  void tour_everythingThatBecomesText_holdsNoSecret() throws Exception {
    tourOfTheJca();
    tourOfTheKms();
    tourOfTheTool();
    assertThat(failures).as("steps that were meant to fail").isEqualTo(16);
    assertThat(CanaryRandom.INSTANCE.given()).as("secrets made").hasSizeGreaterThan(6);
    Set<String> publicIds = materialIds();
    assertThat(hits(seen.all(), publicIds)).isEmpty();
    assertThat(hits(storedFiles(), publicIds)).as("in files of the store").isEmpty();
  }

  @Test
  void search_secretInALogOrToString_isFound() {
    byte[] key = new byte[32];
    CanaryRandom.INSTANCE.nextBytes(key);
    System.Logger log = System.getLogger("dev.keyward.test");
    log.log(Level.TRACE, "key " + HexFormat.of().formatHex(key));
    seen.failure(new IllegalStateException(new IllegalArgumentException(Arrays.toString(key))));
    seen.text("x" + Base64.getEncoder().encodeToString(key));
    seen.text(PLAINTEXT);
    assertThat(hits(seen.all(), Set.of())).hasSize(4);
  }

  private void tourOfTheJca() throws Exception {
    Provider provider = new KeywardProvider().configure(config);
    SecretKey key = managedKey(provider, "alias/tour");
    KeyPair pair = pair(provider, "EC", KeySpec.ECC_NIST_P256);
    KeyPair rsa = pair(provider, "RSA", KeySpec.RSA_2048);
    List.of(provider, key, pair.getPrivate(), rsa.getPrivate()).forEach(seen::text);

    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, key, new EnvelopeParameterSpec(CONTEXT));
    cipher.updateAAD(AAD.getBytes(UTF_8));
    byte[] message = cipher.doFinal(PLAINTEXT.getBytes(UTF_8));
    seen.text(cipher);
    seen.text(new EnvelopeParameterSpec(CONTEXT));
    fails(() -> opened(cipher, key, message, "other data"));
    fails(() -> opened(cipher, key, Arrays.copyOf(message, message.length - 1), AAD));
    fails(() -> opened(cipher, pair.getPrivate(), message, AAD));
    fails(() -> opened(cipher, new SecretKeySpec(SOFTWARE_KEY, "AES"), message, AAD));
    assertThat(opened(cipher, key, message, AAD)).isEqualTo(PLAINTEXT.getBytes(UTF_8));

    cipher.init(Cipher.WRAP_MODE, key);
    byte[] wrapped = cipher.wrap(new SecretKeySpec(SOFTWARE_KEY, "AES"));
    cipher.init(Cipher.UNWRAP_MODE, key);
    fails(() -> cipher.unwrap(wrapped, "RSA", Cipher.PRIVATE_KEY));

    for (String algorithm : List.of("SHA256withECDSA", "SHA256withRSA")) {
      Signature signature = Signature.getInstance(algorithm, provider);
      signature.initSign(algorithm.endsWith("RSA") ? rsa.getPrivate() : pair.getPrivate());
      signature.update(PLAINTEXT.getBytes(UTF_8));
      assertThat(signature.sign()).isNotEmpty();
      seen.text(signature);
      fails(
          () -> {
            signature.initSign((PrivateKey) pairOfOtherKind(algorithm, pair, rsa));
            return null;
          });
    }

    KeyStore store = KeyStore.getInstance("KMS", provider);
    store.load(null, null);
    seen.text(store.getKey("tour", null));
    fails(
        () -> {
          store.setKeyEntry("byok", new SecretKeySpec(SOFTWARE_KEY, "AES"), null, null);
          return null;
        });
    Provider misspelt =
        new KeywardProvider().configure(config + ";root-kye=passphrase:" + PLAINTEXT);
    fails(() -> managedKey(misspelt, "alias/never"));
  }

  private static Key pairOfOtherKind(String algorithm, KeyPair ec, KeyPair rsa) {
    return algorithm.endsWith("RSA") ? ec.getPrivate() : rsa.getPrivate();
  }

  private static SecretKey managedKey(Provider provider, String alias) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(
        ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT)
            .withAlias(alias.substring("alias/".length())));
    return generator.generateKey();
  }

  private static KeyPair pair(Provider provider, String algorithm, KeySpec spec) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    generator.initialize(ManagedKeyParameterSpec.of(spec).withUsage(KeyUsage.SIGN_VERIFY));
    return generator.generateKeyPair();
  }

  private static byte[] opened(Cipher cipher, Key key, byte[] message, String aad)
      throws Exception {
    cipher.init(Cipher.DECRYPT_MODE, key, new EnvelopeParameterSpec(CONTEXT));
    cipher.updateAAD(aad.getBytes(UTF_8));
    return cipher.doFinal(message);
  }

  private void tourOfTheKms() throws Exception {
    try (Kms kms = new CanaryKmsFactory().open(new StoreIn(directory.resolve("home")))) {
      Encrypt.Request request =
          Encrypt.Request.of("alias/tour", PLAINTEXT.getBytes(UTF_8))
              .withEncryptionContext(CONTEXT);
      Encrypt.Response sealed = kms.encrypt(request);
      Decrypt.Request opening =
          Decrypt.Request.of(sealed.ciphertextBlob()).withEncryptionContext(CONTEXT);
      Decrypt.Response opened = kms.decrypt(opening);
      GenerateDataKey.Request wanted =
          GenerateDataKey.Request.of("alias/tour")
              .withNumberOfBytes(64)
              .withEncryptionContext(CONTEXT);
      ReEncrypt.Request moving =
          ReEncrypt.Request.of(sealed.ciphertextBlob(), "alias/tour")
              .withSourceEncryptionContext(CONTEXT);
      List.of(request, sealed, opening, opened, wanted, moving).forEach(seen::text);
      seen.text(kms.generateDataKey(wanted));
      seen.text(kms.reEncrypt(moving));
      seen.text(kms.generateRandom(GenerateRandom.Request.of(64)));
      fails(() -> kms.decrypt(opening.withEncryptionContext(Map.of("tenant", VALUE + "x"))));
      fails(
          () ->
              kms.encrypt(Encrypt.Request.of("alias/tour", PLAINTEXT.repeat(200).getBytes(UTF_8))));
      fails(() -> kms.encrypt(request.withEncryptionContext(Map.of(VALUE.repeat(400), VALUE))));
      String broken = "{\"KeyId\":\"k\",\"Plaintext\":\"" + PLAINTEXT + "\"}";
      fails(
          () ->
              JsonCodec.read(
                  broken.getBytes(UTF_8), Encrypt.Request.class, JsonCodec.Reading.REQUEST));
      kms.disableKey(
          DisableKey.Request.of(
              kms.describeKey(DescribeKey.Request.of("alias/tour")).keyMetadata().keyId()));
      fails(() -> kms.encrypt(request));
    }
  }

  private void tourOfTheTool() throws Exception {
    Path plain = Files.writeString(directory.resolve("plain"), PLAINTEXT);
    String sealed = directory.resolve("sealed").toString();
    tool(0, "keys", "create", "--alias", "cli", "--json");
    tool(0, "keys", "create", "--spec", "ECC_NIST_P256", "--alias", "pen");
    tool(0, "keys", "list");
    tool(0, "keys", "describe", "alias/cli", "--json");
    tool(
        0,
        "encrypt",
        "--key",
        "alias/cli",
        "--aad",
        AAD,
        "--in",
        plain.toString(),
        "--out",
        sealed);
    String again = directory.resolve("again").toString();
    tool(1, "decrypt", "--key", "alias/cli", "--aad", "wrong", "--in", sealed, "--out", again);
    tool(0, "decrypt", "--key", "alias/cli", "--aad", AAD, "--in", sealed, "--out", again);
    tool(0, "sign", "--key", "alias/pen", "--in", plain.toString(), "--out", again + ".sig");
    tool(1, "encrypt", "--key", "alias/tour", "--in", plain.toString(), "--out", again + ".x");
    Files.delete(plain);
    Files.delete(Path.of(again));
  }

  private void tool(int expected, String... arguments) {
    StringWriter output = new StringWriter();
    CommandLine line = KeywardCommand.commandLine();
    line.setOut(new PrintWriter(output, true));
    line.setErr(new PrintWriter(output, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(config);
    assertThat(line.execute(all.toArray(String[]::new)))
        .as(all + ": " + output)
        .isEqualTo(expected);
    failures += expected;
    seen.text(output);
  }

  private void fails(Step step) {
    try {
      seen.text(step.run());
    } catch (Exception e) {
      failures++;
      seen.failure(e);
    }
  }

  /** Ids of key material look like keys, 32 random bytes in hex, but are public. */
  private Set<String> materialIds() {
    Set<String> ids = new HashSet<>();
    try (Kms kms = new CanaryKmsFactory().open(new StoreIn(directory.resolve("home")))) {
      kms.listKeys(ListKeys.Request.of()).keys().stream()
          .map(key -> kms.describeKey(DescribeKey.Request.of(key.keyId())).keyMetadata())
          .map(KeyMetadata::currentKeyMaterialId)
          .filter(Objects::nonNull)
          .forEach(ids::add);
    }
    return ids;
  }

  private List<String> storedFiles() throws Exception {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(file.getFileName() + ":" + Files.readString(file, ISO_8859_1));
      }
    }
    assertThat(contents).hasSizeGreaterThan(3);
    return contents;
  }

  private static List<String> hits(List<String> texts, Set<String> publicIds) {
    Set<String> needles = new HashSet<>(List.of(PLAINTEXT, VALUE, AAD));
    forms(SOFTWARE_KEY, needles);
    forms(PLAINTEXT.getBytes(UTF_8), needles);
    for (byte[] secret : CanaryRandom.INSTANCE.given()) {
      if (!publicIds.contains(HexFormat.of().formatHex(secret))) {
        forms(secret, needles);
      }
    }
    List<String> hits = new ArrayList<>();
    for (String text : texts) {
      needles.stream()
          .filter(text::contains)
          .findFirst()
          .ifPresent(needle -> hits.add(text.substring(0, Math.min(60, text.length()))));
    }
    return hits;
  }

  /** Raw, both halves of it, hex, Base64 (whatever it begins with) and as Java shows an array. */
  private static void forms(byte[] secret, Set<String> needles) {
    int half = secret.length / 2;
    needles.add(new String(secret, 0, half, ISO_8859_1));
    needles.add(new String(secret, half, secret.length - half, ISO_8859_1));
    String hex = HexFormat.of().formatHex(secret);
    needles.add(hex.substring(0, 32));
    needles.add(hex.substring(0, 32).toUpperCase(Locale.ROOT));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = Arrays.copyOfRange(secret, shift, shift + 24);
      needles.add(Base64.getEncoder().encodeToString(shifted));
      needles.add(Base64.getUrlEncoder().encodeToString(shifted));
    }
    String array = Arrays.toString(secret);
    needles.add(array.substring(1, array.length() - 1));
  }
}
