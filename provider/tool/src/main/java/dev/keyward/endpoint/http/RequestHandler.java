package dev.keyward.endpoint.http;

import java.util.Optional;

/** What is done with requests. Thread-safe. */
public interface RequestHandler {

  /**
   * Answers a request by its head alone. Runs on a thread that other connections wait for: it does
   * not block.
   *
   * @param head request line and headers
   * @return empty to read the body and have {@link #answer} called
   */
  Optional<Answer> answerEarly(RequestHead head);

  /**
   * Answers a request. Runs on a thread of its own; never throws.
   *
   * @param head request line and headers
   * @param body complete; zeroed when this returns
   * @return the answer
   */
  Answer answer(RequestHead head, byte[] body);

  /**
   * Answers what is refused for its form. Does not block.
   *
   * @param refusal why
   * @param origin where it comes from
   * @return the answer; the connection is closed after it
   */
  Answer answerRefused(Refusal refusal, RequestHead.Origin origin);
}
