package dev.keyward.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.KeywardProvider;
import dev.keyward.handle.EcPrivateKeyHandle;
import dev.keyward.handle.KeyHandle;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/**
 * The first minute with Keyward: make managed keys, then encrypt, decrypt, sign and verify with
 * them through the plain JCA. Run it with {@code sh samples/quickstart.sh}.
 */
public final class Quickstart {
  private static final String ALIAS = "quickstart";
  private static final List<String> KEYS = List.of("quickstart-a", "quickstart-b");
  private static final String SIGNING_ALIAS = "quickstart-signing";
  private static final int FILE_MEBIBYTES = 64;

  /** A store of this host tells at once; with a remote one the age of cached data keys counts. */
  private static final Duration NOTICE = Duration.ofSeconds(3);

  private final Story story;
  private final Path folder;
  private final String tool;
  private final KeyStore keys;

  private Quickstart(Story story, Path folder, String tool)
      throws GeneralSecurityException, IOException {
    this.story = story;
    this.folder = folder;
    this.tool = tool;
    this.keys = KeyStore.getInstance("KMS");
    this.keys.load(null, null);
  }

  /**
   * Runs the story.
   *
   * @param arguments a folder for the files it makes, and the path of keyward.jar
   * @throws Exception if anything does not work
   */
  public static void main(String[] arguments) throws Exception {
    Story story = new Story(System.out, System.console() != null);
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    if (Security.getProvider(KeywardProvider.NAME) == null) {
      Security.addProvider(new KeywardProvider());
    }
    new Quickstart(story, folder, arguments[1]).tell();
  }

  private void tell() throws GeneralSecurityException, IOException, InterruptedException {
    long began = System.nanoTime();
    story.title("Keyward quickstart");
    prepareKeys();
    sealText();
    sealFile();
    sign();
    repoint();
    disable();
    story.end((System.nanoTime() - began) / 1e9);
    story.say("The keys stay in the %s. Look at them with", location());
    story.say("java -jar provider/tool/target/keyward.jar keys list");
  }

  private String location() throws GeneralSecurityException {
    return ((KeyHandle) key(ALIAS)).backend().location();
  }

  private void prepareKeys() throws GeneralSecurityException {
    story.step("Managed keys");
    boolean isNew = !keys.containsAlias(ALIAS);
    for (String name : KEYS) {
      if (!keys.containsAlias(name)) {
        KeyGenerator generator = KeyGenerator.getInstance("AES", KeywardProvider.NAME);
        generator.init(
            ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT)
                .withAlias(name)
                .withDescription("made by the quickstart"));
        generator.generateKey();
      }
    }
    if (!keys.containsAlias(SIGNING_ALIAS)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", KeywardProvider.NAME);
      generator.initialize(
          ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256).withAlias(SIGNING_ALIAS));
      generator.generateKeyPair();
    }
    if (isNew) {
      keys.setKeyEntry(ALIAS, key(KEYS.get(0)), null, null);
    }
    story.say(
        "%s in %s",
        isNew ? "three keys made, with their store," : "three keys found again",
        Story.millis(story.elapsed()));
    story.say("%s", key(ALIAS));
    story.say("%s", key(SIGNING_ALIAS));
    story.say("No key leaves the key service: getEncoded() is %s", key(ALIAS).getEncoded());
  }

  private void sealText() throws GeneralSecurityException, IOException {
    Path letter = folder.resolve("letter.sealed");
    byte[] place = "letters/1".getBytes(UTF_8);
    SecretKey key = (SecretKey) key(ALIAS);
    if (Files.exists(letter)) {
      story.step("A text that the last run sealed");
      byte[] text = decrypt(key, Files.readAllBytes(letter), place);
      story.say("\"%s\", read in %s", new String(text, UTF_8), Story.millis(story.elapsed()));
    }
    story.step("A text, sealed with AES/GCM/NoPadding");
    byte[] text = "Meet me at the old oak at noon.".getBytes(UTF_8);
    byte[] sealed = encrypt(key, text, place);
    story.say(
        "%d bytes became %d in %s (with a data key fetched from the key service)",
        text.length, sealed.length, Story.millis(story.elapsed()));
    story.restart();
    encrypt(key, text, place);
    story.say("the next one took %s (data key cached)", Story.millis(story.elapsed()));
    story.restart();
    check("decrypted text", text, decrypt(key, sealed, place));
    story.say("decrypted: \"%s\" in %s", new String(text, UTF_8), Story.millis(story.elapsed()));
    Files.write(letter, sealed);
    try {
      decrypt(key, sealed, "letters/2".getBytes(UTF_8));
      throw new IllegalStateException("a message was accepted in another place");
    } catch (GeneralSecurityException e) {
      story.say("in another place (other associated data): %s", e.getMessage());
    }
  }

  private void sealFile() throws GeneralSecurityException, IOException {
    story.step("A file of " + FILE_MEBIBYTES + " MiB, streamed in constant memory");
    long size = (long) FILE_MEBIBYTES << 20;
    Path plain = folder.resolve("big.bin");
    Path sealed = folder.resolve("big.sealed");
    Path opened = folder.resolve("big.opened");
    writeNoise(plain, size);
    SealedChunks chunks = new SealedChunks((SecretKey) key(ALIAS));
    resetPeakHeap();
    story.restart();
    try (InputStream in = input(plain);
        OutputStream out = output(sealed)) {
      chunks.seal(in, out, done -> story.progress("sealing", done, size));
    }
    Duration sealing = story.elapsed();
    story.restart();
    try (InputStream in = input(sealed);
        OutputStream out = output(opened)) {
      chunks.open(in, out, done -> story.progress("opening", done, size));
    }
    Duration opening = story.elapsed();
    if (Files.mismatch(plain, opened) != -1) {
      throw new IllegalStateException("the file came back changed");
    }
    story.say(
        "sealed at %.0f MiB/s, opened at %.0f MiB/s, both from a cold JVM",
        rate(sealing), rate(opening));
    story.say(
        "peak heap %d MiB of the %d MiB this JVM may use",
        peakHeap() >> 20, Runtime.getRuntime().maxMemory() >> 20);
    for (Path file : List.of(plain, sealed, opened)) {
      Files.delete(file);
    }
  }

  private void sign() throws GeneralSecurityException {
    story.step("A signature with SHA256withECDSA");
    PrivateKey privateKey = (PrivateKey) key(SIGNING_ALIAS);
    byte[] text = "I owe you one coffee.".getBytes(UTF_8);
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(privateKey);
    signer.update(text);
    byte[] signature = signer.sign();
    story.say("signed in %s by %s", Story.millis(story.elapsed()), signer.getProvider().getName());
    story.restart();
    Signature verifier = Signature.getInstance("SHA256withECDSA", "SunEC");
    verifier.initVerify(((EcPrivateKeyHandle) privateKey).publicKey());
    verifier.update(text);
    if (!verifier.verify(signature)) {
      throw new IllegalStateException("SunEC does not accept the signature");
    }
    story.say("verified in %s by the JDK's SunEC", Story.millis(story.elapsed()));
  }

  private void repoint() throws GeneralSecurityException {
    story.step("The alias moves to another key; old data stays readable");
    SecretKey handle = (SecretKey) key(ALIAS);
    byte[] place = "letters/1".getBytes(UTF_8);
    byte[] before = encrypt(handle, "sealed before".getBytes(UTF_8), place);
    Key now = key(ALIAS);
    Key next = key(KEYS.get(0)).equals(now) ? key(KEYS.get(1)) : key(KEYS.get(0));
    keys.setKeyEntry(ALIAS, next, null, null);
    byte[] after = encrypt(handle, "sealed after".getBytes(UTF_8), place);
    story.say("alias/%s now means %s", ALIAS, next);
    story.say(
        "the same key object reads both: \"%s\", \"%s\"",
        new String(decrypt(handle, before, place), UTF_8),
        new String(decrypt(handle, after, place), UTF_8));
  }

  private void disable() throws GeneralSecurityException, IOException, InterruptedException {
    story.step("Somebody disables the key in another process");
    SecretKey handle = (SecretKey) key(ALIAS);
    runTool("disable");
    try {
      story.restart();
      waitUntilRefused(handle);
    } finally {
      runTool("enable");
    }
  }

  private void waitUntilRefused(SecretKey handle) throws GeneralSecurityException {
    long deadline = System.nanoTime() + NOTICE.toNanos();
    do {
      try {
        encrypt(handle, "too late".getBytes(UTF_8), new byte[0]);
        Thread.onSpinWait();
      } catch (java.security.ProviderException e) {
        story.say("noticed here after %s:", Story.millis(story.elapsed()));
        story.say("%s", e.getMessage());
        return;
      }
    } while (System.nanoTime() < deadline);
    throw new IllegalStateException(
        "a disabled key still works; with backend=remote set cache.max-age=1s, because data keys in"
            + " the cache stay good for their age");
  }

  private void runTool(String verb) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new java.util.ArrayList<>(
            List.of(java, "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("keyward.") || name.equals("user.home"))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", tool, "dev.keyward.tool.Main", "keys", verb, "alias/" + ALIAS));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(logFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keyward keys " + verb + " failed, see " + logFile());
    }
    story.say("$ keyward keys %s alias/%s", verb, ALIAS);
  }

  private File logFile() {
    return folder.resolve("tool.log").toFile();
  }

  private Key key(String alias) throws GeneralSecurityException {
    Key key = keys.getKey(alias, null);
    if (key == null) {
      throw new IllegalStateException("no key " + alias);
    }
    return key;
  }

  private static byte[] encrypt(SecretKey key, byte[] text, byte[] place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    cipher.updateAAD(place);
    return cipher.doFinal(text);
  }

  private static byte[] decrypt(SecretKey key, byte[] sealed, byte[] place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key);
    cipher.updateAAD(place);
    return cipher.doFinal(sealed);
  }

  private static void check(String what, byte[] expected, byte[] actual) {
    if (!java.util.Arrays.equals(expected, actual)) {
      throw new IllegalStateException(what + " differs");
    }
  }

  private static void writeNoise(Path file, long size) throws IOException {
    SplittableRandom noise = new SplittableRandom(1);
    byte[] block = new byte[1 << 16];
    try (OutputStream out = output(file)) {
      for (long done = 0; done < size; done += block.length) {
        noise.nextBytes(block);
        out.write(block);
      }
    }
  }

  private static InputStream input(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private static OutputStream output(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static double rate(Duration time) {
    return FILE_MEBIBYTES / (time.toNanos() / 1e9);
  }

  private static void resetPeakHeap() {
    System.gc();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peakHeap() {
    return heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
