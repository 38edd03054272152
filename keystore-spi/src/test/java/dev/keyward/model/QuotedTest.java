package dev.keyward.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
  @Test
  void of_controlAndFormatCharacters_areEscapedOnOneLine() {
    assertThat(Quoted.of("a\r\nb\u202ec\u001b[31m"))
        .isEqualTo("\"a\\u000d\\u000ab\\u202ec\\u001b[31m\"");
  }

  @Test
  void of_longText_isCutAt256Characters() {
    assertThat(Quoted.of("x".repeat(1000))).hasSize(256 + 3).endsWith("…\"");
  }

  @Test
  void of_quotesAndBackslashes_cannotEndTheQuotation() {
    assertThat(Quoted.of("a\"b\\")).isEqualTo("\"a\\\"b\\\\\"");
  }

  @Test
  void line_hostileText_isOneLineAndCut() {
    assertThat(Quoted.line("plain \"text\" ä \uD83D\uDE00", 100))
        .isEqualTo("plain \"text\" ä \uD83D\uDE00");
    assertThat(Quoted.line("a\nb\u202ec\u2028d", 100)).isEqualTo("a\\u000ab\\u202ec\\u2028d");
    assertThat(Quoted.line("abcdef", 3)).isEqualTo("abc…");
  }
}
