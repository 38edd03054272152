package dev.keyward.samples.dropin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The work of an application that has nothing to do with managed keys. Prints what came out, in a
 * form that is the same in every JVM, so that runs with and without the provider can be compared.
 */
final class OrdinaryWork {
  private static final int THREADS = 64;
  private static final int DEADLINE_SECONDS = 30;

  private OrdinaryWork() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Object> results = new TreeMap<>();
    switch (arguments[0]) {
      case "hashing" -> hashing(results);
      case "tls" -> {
        hashing(results);
        tls(results, Path.of(arguments[1]));
      }
      case "race" -> {
        race();
        hashing(results);
        tls(results, Path.of(arguments[1]));
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    results.put("threads", threads());
    results.put("sockets and store files", openFiles());
    results.forEach((name, value) -> System.out.println(name + ": " + value));
  }

  private static void hashing(Map<String, Object> results) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    results.put("digest", hex(digest.digest(new byte[3])) + " " + digest.getProvider().getName());
    SecureRandom random = new SecureRandom();
    results.put("random", random.getAlgorithm() + " " + random.getProvider().getName());
    results.put("random bytes differ", random.nextLong() != random.nextLong());
    results.put("uuid", UUID.randomUUID().version());
    SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
    results.put("cipher", hex(cipher.doFinal(new byte[5])) + " " + cipher.getProvider().getName());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    results.put("mac", hex(mac.doFinal(new byte[5])));
    results.put("key", KeyGenerator.getInstance("AES").generateKey().getEncoded().length);
    results.put("map", Map.of("one", 1).hashCode());
  }

  private static void tls(Map<String, Object> results, Path pkcs12) throws Exception {
    results.put("tls 1.3", TlsPair.handshake(pkcs12, "TLSv1.3"));
    results.put("tls 1.2", TlsPair.handshake(pkcs12, "TLSv1.2"));
    var store = java.security.KeyStore.getInstance(pkcs12.toFile(), "changeit".toCharArray());
    RSAPrivateKey key =
        (RSAPrivateKey) store.getKey(store.aliases().nextElement(), "changeit".toCharArray());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(new byte[3]);
    results.put("rsa", hex(MessageDigest.getInstance("SHA-256").digest(signature.sign())));
    results.put("factory", KeyFactory.getInstance("RSA").translateKey(key).getFormat());
  }

  /** Sixty-four threads touch providers for the first time, all at once, some of them ours. */
  private static void race() throws Exception {
    List<Callable<Object>> kinds =
        List.of(
            () -> MessageDigest.getInstance("SHA-256").digest(),
            () -> {
              var store = java.security.KeyStore.getInstance("KMS");
              store.load(null, null);
              return store.size();
            },
            () -> new SecureRandom().nextLong(),
            () -> Security.getAlgorithms("Signature"));
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Future<Object>> outcomes = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Callable<Object> kind = kinds.get(i % kinds.size());
      outcomes.add(
          pool.submit(
              () -> {
                start.await();
                return kind.call();
              }));
    }
    for (Future<Object> outcome : outcomes) {
      outcome.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    pool.shutdown();
    pool.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Threads of Java code; those of the JVM itself come and go. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getThreadGroup() != null)
        .filter(thread -> !thread.getThreadGroup().getName().matches("system|InnocuousThreadGroup"))
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  private static List<String> openFiles() throws IOException {
    List<String> open = new ArrayList<>();
    Path descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
        for (Path entry : entries) {
          String target = Files.exists(entry) ? Files.readSymbolicLink(entry).toString() : "";
          if (target.startsWith("socket:") || target.contains(".keyward")) {
            open.add(target.replaceAll("[0-9]", ""));
          }
        }
      }
    }
    return open;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
