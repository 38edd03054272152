package dev.keyward.config;

/** What values a property takes. */
interface ValueType {

  /**
   * Checks a value and writes it in its plainest form.
   *
   * @param value the value, interpolated
   * @param surroundings what paths are relative to, and which switches are on
   * @return the value to use
   * @throws IllegalArgumentException if the property does not take it; the text completes {@code
   *     keyward.properties line 12: …}
   */
  String check(String name, String value, Surroundings surroundings);

  /**
   * What a check may need besides the value.
   *
   * @param source where the configuration comes from
   * @param allowsPlainHttp whether {@code endpoint.plain-http} is on
   * @param allowsLinkLocal whether {@code endpoint.link-local} is on
   */
  record Surroundings(Source source, boolean allowsPlainHttp, boolean allowsLinkLocal) {}
}
