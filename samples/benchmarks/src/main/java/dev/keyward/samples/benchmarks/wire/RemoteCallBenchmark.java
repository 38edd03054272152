package dev.keyward.samples.benchmarks.wire;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Calls over the wire by eight threads; with {@code -prof gc} also what they allocate. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(8)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class RemoteCallBenchmark {
  /** Which client. */
  @Param({"sdk", "keyward"})
  public String client;

  private ServedKeys served;
  private WireKeys keys;
  private Caller caller;

  /**
   * Starts the endpoint and makes two keys.
   *
   * @throws IOException if it does not start
   */
  @Setup
  public void prepare() throws IOException {
    served = new ServedKeys();
    keys = WireKeys.in(served);
    caller = Caller.of(client, served.uri(), served.region(), served.id(), served.secret());
  }

  /** Ends the endpoint. */
  @TearDown
  public void end() {
    caller.close();
    served.close();
  }

  /**
   * A P-256 signature.
   *
   * @return it
   */
  @Benchmark
  public byte[] sign() {
    return caller.sign(keys.signing());
  }

  /**
   * A data key.
   *
   * @return it
   */
  @Benchmark
  public byte[] generateDataKey() {
    return caller.generate(keys.symmetric());
  }
}
