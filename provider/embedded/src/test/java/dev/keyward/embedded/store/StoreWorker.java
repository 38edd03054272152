package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.put;

import dev.keyward.embedded.files.Steps;
import dev.keyward.embedded.root.RootKeySource;
import dev.keyward.failure.KmsException;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** What the other process does in tests with several processes. Talks through its output. */
final class StoreWorker {
  /** How a process ends that halted where it was told to. */
  static final int HALTED = 86;

  private StoreWorker() {}

  /** A command that runs this class in a JVM of its own. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(StoreWorker.class.getName());
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  static Process start(Path log, String... arguments) throws IOException {
    return new ProcessBuilder(command(arguments)).redirectError(log.toFile()).start();
  }

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "make" -> make(home, arguments[2]);
      case "increment" -> increment(home, arguments[2], Integer.parseInt(arguments[3]));
      case "until-killed" -> commitUntilKilled(home);
      case "leave-log" -> leaveLog(home, Integer.parseInt(arguments[2]));
      case "load" -> load(home, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      case "answer" -> answer(home);
      case "report" -> report(home, Integer.parseInt(arguments[2]));
      case "rotate" -> rotate(home, arguments[2], Integer.parseInt(arguments[3]));
      case "shred" -> shred(home, Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Writes and reads what it is told: {@code put ID VERSION TEXT} or {@code get ID}, in lines. */
  private static void answer(Path home) throws IOException {
    try (SqlRecordStore store = Stores.open(home);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
      System.out.println("ready");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("put")) {
          Stores.commit(store, put(words[1], Long.parseLong(words[2]), words[3]));
          System.out.println("done");
        } else {
          System.out.println(Stores.text(store, words[1]));
        }
      }
    }
  }

  /** Makes commits, tells at the end which were acknowledged, and dies without closing. */
  private static void report(Path home, int commits) {
    StringBuilder outcome = new StringBuilder();
    try {
      SqlRecordStore store = Stores.open(home);
      for (int i = 0; i < commits; i++) {
        outcome.append(outcome(store, i)).append('\n');
      }
    } catch (KmsException e) {
      outcome.append("closed ").append(e.getMessage()).append('\n');
    }
    System.out.print(outcome + "end\n");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String outcome(SqlRecordStore store, int number) {
    try {
      Stores.commit(store, put("a" + number, 0, "x"), put("b" + number, 0, "x".repeat(5000)));
      return "done " + number;
    } catch (KmsException e) {
      return "refused " + number + " " + e.getClass().getSimpleName();
    }
  }

  /** Rotates the root and halts before a step, if there are that many. */
  private static void rotate(Path home, String root, int steps) {
    SqlRecordStore store = Stores.open(home);
    StoreMaintenance maintenance = store.maintenance().telling(haltingAfter(steps));
    if (root.equals("same")) {
      maintenance.rotateRoot();
    } else {
      maintenance.rotateRoot(RootKeySource.parse(root, home));
    }
  }

  /** Destroys what was deleted again and again, and counts aloud. */
  private static void shred(Path home, int times) {
    try (SqlRecordStore store = Stores.open(home)) {
      for (int time = 0; time < times; time++) {
        System.out.println(store.maintenance().shred().epoch());
      }
    }
  }

  private static Steps haltingAfter(int steps) {
    AtomicInteger left = new AtomicInteger(steps);
    return step -> {
      if (left.getAndDecrement() <= 0) {
        Runtime.getRuntime().halt(HALTED);
      }
    };
  }

  private static void make(Path home, String id) {
    try (SqlRecordStore store = Stores.open(home)) {
      Stores.commit(store, put(id, 0, id));
      System.out.println(store.storeId());
    }
  }

  private static void increment(Path home, String id, int times) {
    try (SqlRecordStore store = Stores.open(home)) {
      System.out.println(Counters.increment(store, id, times));
    }
  }

  /**
   * Makes two records, changes one of them and, each third time, deletes the other with it. Prints
   * the id and the step once it was acknowledged, with a mark at the end of the line.
   */
  private static void commitUntilKilled(Path home) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out));
    SqlRecordStore store = Stores.open(home);
    String run = Long.toString(ProcessHandle.current().pid());
    for (int i = 0; ; i++) {
      String id = run + "/" + i;
      Stores.commit(store, put(id, 0, id), put("twin/" + id, 0, id));
      out.println(id + " 1;");
      out.flush();
      Change next = put(id, 1, id + "/2");
      if (i % 3 == 0) {
        Stores.commit(store, next, new Change.Delete(Stores.key("twin/" + id), 1));
      } else {
        Stores.commit(store, next);
      }
      out.println(id + " 2;");
      out.flush();
    }
  }

  /** Prints the length of the write-ahead log after each commit, and dies without closing. */
  private static void leaveLog(Path home, int commits) {
    SqlRecordStore store = Stores.open(home);
    File log = new File(Stores.database(home) + "-wal");
    for (int i = 0; i < commits; i++) {
      Stores.commit(store, put("a" + i, 0, "x"), put("b" + i, 0, "x"));
      System.out.println(log.length());
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Prints the number of commits and the 99th percentile of their time in microseconds. */
  private static void load(Path home, int threads, int seconds) throws Exception {
    try (SqlRecordStore store = Stores.open(home)) {
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Callable<List<Long>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String id = ProcessHandle.current().pid() + "/" + thread;
        tasks.add(() -> commitFor(store, id, System.nanoTime() + seconds * 1_000_000_000L));
      }
      List<Long> times = new ArrayList<>();
      for (Future<List<Long>> task : pool.invokeAll(tasks)) {
        times.addAll(task.get());
      }
      pool.shutdown();
      times.sort(null);
      System.out.println(times.size() + " " + times.get(times.size() * 99 / 100) / 1000);
    }
  }

  private static List<Long> commitFor(RecordStore store, String id, long until) {
    List<Long> times = new ArrayList<>();
    for (long version = 0; System.nanoTime() < until; version++) {
      long start = System.nanoTime();
      Stores.commit(store, put(id, version, "value " + version));
      times.add(System.nanoTime() - start);
    }
    return times;
  }
}
