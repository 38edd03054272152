package dev.keyward.tool.secrecy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything anybody could read: log records of every level, exceptions, texts of objects. */
final class SeenText extends Handler {
  private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();

  SeenText() {
    setLevel(Level.ALL);
    root.addHandler(this);
    root.setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord logged) {
    // FINEST records of the JDK's own libraries repeat what they were given; they are not ours.
    if (logged.getLoggerName() != null && logged.getLoggerName().startsWith("dev.keyward")) {
      texts.add(formatter.format(logged));
    }
  }

  void text(Object object) {
    texts.add(String.valueOf(object));
  }

  void failure(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    texts.add(trace.toString());
  }

  List<String> all() {
    return List.copyOf(texts);
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(before);
  }
}
