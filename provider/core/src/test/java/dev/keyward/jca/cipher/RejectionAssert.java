package dev.keyward.jca.cipher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.envelope.Rejection;
import javax.crypto.AEADBadTagException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** All rejections look alike. */
final class RejectionAssert {
  private RejectionAssert() {}

  static void rejected(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(AEADBadTagException.class)
        .hasMessage(Rejection.TEXT);
  }
}
