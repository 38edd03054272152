package dev.keyward.embedded;

import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import java.util.ServiceLoader;

/**
 * What stands between a test and the engine: nothing here, and a wire where another module runs
 * these tests.
 */
public interface KmsFront extends AutoCloseable {
  /** The service as somebody sees it who may do everything in the account. */
  Kms administrator(String region);

  /** The service as a user of the account sees it, in the account's Region. */
  Kms user(String arn);

  /** The ARN of that administrator, as messages have it. */
  String administratorArn();

  /** What the service itself said, without what somebody on the way added. */
  default String textOf(KmsServiceException refusal) {
    return refusal.getMessage();
  }

  @Override
  void close();

  /** Puts a front before an engine; found through {@link ServiceLoader}. */
  interface Factory {
    KmsFront before(EmbeddedKms kms);
  }

  /** The front that these tests run with. */
  static KmsFront of(EmbeddedKmsFixture fixture) {
    return ServiceLoader.load(Factory.class)
        .findFirst()
        .map(factory -> factory.before(fixture.kms()))
        .orElseGet(() -> new Nothing(fixture));
  }

  /** The engine itself. */
  record Nothing(EmbeddedKmsFixture fixture) implements KmsFront {
    @Override
    public Kms administrator(String region) {
      return fixture.in(region);
    }

    @Override
    public Kms user(String arn) {
      return fixture.as(arn);
    }

    @Override
    public String administratorArn() {
      return "arn:aws:iam::" + EmbeddedKmsFixture.SCOPE.account() + ":root";
    }

    @Override
    public void close() {}
  }
}
