package dev.keyward.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class EntryNamesTest {
  @Test
  void of_sameText_isReadOnce() {
    EntryNames names = new EntryNames();
    assertThat(names.of("web")).isSameAs(names.of("web"));
    assertThat(names.of("web").certificateName()).contains("web");
  }

  @Test
  void of_moreNamesThanAreKept_areReadAllTheSame() {
    EntryNames names = new EntryNames();
    for (int i = 0; i < 10_000; i++) {
      assertThat(names.of("web-" + i).certificateName()).contains("web-" + i);
    }
  }

  @Test
  void of_null_isNullPointerException() {
    assertThatNullPointerException().isThrownBy(() -> new EntryNames().of(null));
  }
}
