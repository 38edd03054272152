package dev.keyward.samples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells what happens, one numbered step at a time, with the time each took. */
final class Story {
  private static final int WIDTH = 64;

  private final PrintStream out;
  private final boolean interactive;
  private int steps;
  private long started;

  Story(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  void title(String text) {
    out.println();
    out.println(text);
    out.println("=".repeat(text.length()));
  }

  void end(double seconds) {
    out.println();
    out.printf(Locale.ROOT, "Done in %.1f s.%n", seconds);
  }

  void step(String text) {
    steps++;
    out.println();
    out.println(steps + ". " + text);
    started = System.nanoTime();
  }

  void say(String format, Object... values) {
    out.println("   " + String.format(Locale.ROOT, format, values));
  }

  /** How long the step took so far. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  void restart() {
    started = System.nanoTime();
  }

  /**
   * Draws a bar over itself on a terminal; elsewhere only the last one, so that logs stay short.
   */
  void progress(String what, long done, long total) {
    boolean last = done == total;
    if (!interactive && !last) {
      return;
    }
    int filled = (int) (WIDTH / 2 * done / total);
    String bar = "#".repeat(filled) + ".".repeat(WIDTH / 2 - filled);
    String line = String.format(Locale.ROOT, "   %-8s [%s] %3d %%", what, bar, 100 * done / total);
    out.print((interactive ? "\r" : "") + line + (last ? System.lineSeparator() : ""));
    out.flush();
  }

  static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
