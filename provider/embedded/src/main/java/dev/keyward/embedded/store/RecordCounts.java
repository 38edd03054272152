package dev.keyward.embedded.store;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts records without looking at them again and again: a number that was counted once is kept up
 * to date from the commits since. Thread-safe.
 */
final class RecordCounts {
  private static final int REMEMBERED = 64;

  /** Counting costs less than reading so many commits. */
  private static final long MOST_COMMITS = 5_000;

  private final CommitChain chain;
  private final Map<Question, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
          return size() > REMEMBERED;
        }
      };

  RecordCounts(CommitChain chain) {
    this.chain = chain;
  }

  private record Question(RecordKind kind, String prefix) {
    boolean concerns(RecordId id) {
      return id.kind() == kind && id.id().startsWith(prefix);
    }
  }

  /** A number, and the last commit it takes into account. */
  private record Answer(long number, ChainLink at) {}

  /** The session is in a transaction: all answers come from the same moment. */
  long count(Session snapshot, RecordKind kind, String prefix) throws SQLException {
    Question question = new Question(kind, prefix);
    Answer answer;
    synchronized (answers) {
      answer = answers.get(question);
    }
    Answer now = answer == null ? counted(snapshot, question) : updated(snapshot, question, answer);
    synchronized (answers) {
      answers.put(question, now);
    }
    return now.number();
  }

  private Answer counted(Session snapshot, Question question) throws SQLException {
    PrefixRange range = PrefixRange.of(question.prefix(), Optional.empty());
    return new Answer(RecordRows.count(snapshot, question.kind(), range), chain.head(snapshot));
  }

  private Answer updated(Session snapshot, Question question, Answer before) throws SQLException {
    if (chain.length(snapshot) - before.at().seq() > MOST_COMMITS) {
      return counted(snapshot, question);
    }
    Difference difference = new Difference(question);
    ChainLink head = chain.follow(snapshot, before.at(), difference);
    return difference.unknown
        ? counted(snapshot, question)
        : new Answer(before.number() + difference.sum, head);
  }

  /** Adds up what commits changed. */
  private static final class Difference implements CommitChain.LinkConsumer {
    private final Question question;
    private long sum;
    private boolean unknown;

    Difference(Question question) {
      this.question = question;
    }

    @Override
    public void accept(ChainLink link) {
      Commit commit = link.commit();
      if (commit.type() != Commit.Type.CHANGE) {
        return;
      }
      for (Commit.Entry entry : commit.entries()) {
        if (question.concerns(entry.id())) {
          sum += entry.difference();
        }
      }
    }

    @Override
    public void gap() {
      unknown = true;
    }
  }
}
