package dev.keyward.endpoint.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncServerExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.ResponseChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** One request and its answer. The body is read completely before anything is done with it. */
final class Exchange implements AsyncServerExchangeHandler {
  private final HttpServer server;
  private final Connection connection;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();

  private RequestHead head;
  private ResponseChannel channel;
  private HttpContext context;
  private BodyBuffer body;
  private boolean mustClose;

  /** From here on the body belongs to the thread that works on the request. */
  private volatile boolean isHandedOver;

  private volatile ByteBuffer answer;

  Exchange(HttpServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  @Override
  public void handleRequest(
      HttpRequest request, EntityDetails entity, ResponseChannel channel, HttpContext context)
      throws HttpException, IOException {
    this.channel = channel;
    this.context = context;
    ParsedRequest parsed = (ParsedRequest) request;
    head = parsed.head(connection.origin());
    mustClose = !isKeptAlive(parsed);
    if (!connection.begins()) {
      // Answers that nobody reads would pile up, each with a request that cost less.
      connection.abort();
      return;
    }
    if (parsed.refusal() != null) {
      refuse(parsed.refusal());
      return;
    }
    Optional<Answer> early = server.handler().answerEarly(head);
    if (early.isPresent()) {
      mustClose |= entity != null;
      send(early.get());
    } else if (entity == null) {
      execute();
    } else {
      awaitBody(parsed, entity);
    }
  }

  private static boolean isKeptAlive(ParsedRequest request) {
    String wish =
        request.containsHeader("connection") ? request.getFirstHeader("connection").getValue() : "";
    return HttpVersion.HTTP_1_1.equals(request.getVersion())
        ? !wish.equalsIgnoreCase("close")
        : wish.equalsIgnoreCase("keep-alive");
  }

  private void awaitBody(ParsedRequest request, EntityDetails entity)
      throws HttpException, IOException {
    if (entity.getContentLength() > HttpLimits.MAX_BODY_BYTES) {
      refuse(Refusal.BODY_TOO_LARGE);
      return;
    }
    connection.readsBody();
    body = new BodyBuffer(server.budget(), entity.getContentLength(), connection::abort);
    if (request.containsHeader("expect")) {
      if (!request.getFirstHeader("expect").getValue().equalsIgnoreCase("100-continue")) {
        refuse(Refusal.EXPECTATION);
        return;
      }
      channel.sendInformation(new BasicHttpResponse(100), context);
    }
  }

  @Override
  public void updateCapacity(CapacityChannel capacity) throws IOException {
    // What is read is bounded by the longest body; the rest of a refused one is thrown away.
    capacity.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer more) throws IOException {
    if (answered.get() || body == null) {
      more.position(more.limit());
      return;
    }
    Refusal refusal = body.append(more);
    if (refusal != null) {
      more.position(more.limit());
      try {
        refuse(refusal);
      } catch (HttpException e) {
        connection.abort();
      }
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
    if (answered.get() || head == null || body == null) {
      return;
    }
    if (body.isComplete()) {
      execute();
    } else {
      connection.abort();
    }
  }

  private void execute() throws HttpException, IOException {
    connection.works();
    isHandedOver = true;
    try {
      server.workers().execute(this::answer);
    } catch (RejectedExecutionException tooMany) {
      isHandedOver = false;
      refuse(Refusal.OVERLOADED);
    }
  }

  /** On a worker's thread. */
  private void answer() {
    boolean sent = false;
    try {
      byte[] content = body == null ? new byte[0] : body.content();
      Answer made = server.handler().answer(head, content);
      closeBody();
      sent = trySend(made);
    } finally {
      if (!sent) {
        // Also after an error of the JVM: the client would wait for ever.
        connection.abort();
      }
      closeBody();
    }
  }

  private boolean trySend(Answer made) {
    try {
      send(made);
      return true;
    } catch (HttpException | IOException | RuntimeException e) {
      // It may hold plaintext, and nobody takes it any more.
      Arrays.fill(made.body(), (byte) 0);
      return false;
    }
  }

  private void closeBody() {
    BodyBuffer done = body;
    if (done != null) {
      body = null;
      done.close();
    }
  }

  private void refuse(Refusal refusal) throws HttpException, IOException {
    mustClose = true;
    send(server.handler().answerRefused(refusal, connection.origin()));
    closeBody();
  }

  private void send(Answer made) throws HttpException, IOException {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    connection.answers();
    HttpResponse response = new BasicHttpResponse(made.status());
    made.headers().forEach(response::addHeader);
    response.addHeader(HttpHeaders.DATE, server.date());
    response.addHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(made.body().length));
    boolean close = mustClose || server.isStopping();
    response.addHeader(HttpHeaders.CONNECTION, close ? "close" : "keep-alive");
    answer = ByteBuffer.wrap(made.body());
    boolean isEmpty = made.body().length == 0;
    channel.sendResponse(
        response, isEmpty ? null : new BasicEntityDetails(made.body().length, null), context);
  }

  @Override
  public int available() {
    ByteBuffer rest = answer;
    return rest == null ? 0 : rest.remaining();
  }

  @Override
  public void produce(DataStreamChannel output) throws IOException {
    ByteBuffer rest = answer;
    if (rest != null && rest.hasRemaining()) {
      output.write(rest);
      if (!rest.hasRemaining()) {
        output.endStream();
        Arrays.fill(rest.array(), (byte) 0);
      }
    }
  }

  @Override
  public void failed(Exception cause) {
    releaseResources();
  }

  @Override
  public void releaseResources() {
    if (!released.compareAndSet(false, true)) {
      return;
    }
    ByteBuffer sent = answer;
    if (sent != null) {
      Arrays.fill(sent.array(), (byte) 0);
    }
    if (!isHandedOver) {
      closeBody();
    }
    connection.ends();
  }
}
