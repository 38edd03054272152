package dev.keyward.embedded.policy;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Compares one value of a request with one value of a policy. */
@FunctionalInterface
interface ValueTest {
  Truth test(String requested, Conditions conditions);

  /** A value that has its type; made once where the policy's text does not vary. */
  private static <T> ValueTest typed(
      Template template,
      Function<PatternText, Optional<T>> ofPolicy,
      Function<String, Optional<T>> ofRequest,
      BiPredicate<T, T> compare) {
    return prepared(
        template,
        ofPolicy,
        (policy, requested) ->
            ofRequest
                .apply(requested)
                .map(value -> Truth.of(compare.test(value, policy)))
                .orElse(Truth.UNKNOWN));
  }

  private static <T> ValueTest prepared(
      Template template, Function<PatternText, Optional<T>> ofPolicy, Comparison<T> comparison) {
    if (template.constant().isPresent()) {
      Optional<T> policy = ofPolicy.apply(template.constant().get());
      return policy.isPresent()
          ? (requested, conditions) -> comparison.compare(policy.get(), requested)
          : (requested, conditions) -> Truth.UNKNOWN;
    }
    return (requested, conditions) ->
        template
            .resolve(conditions)
            .flatMap(ofPolicy)
            .map(policy -> comparison.compare(policy, requested))
            .orElse(Truth.UNKNOWN);
  }

  /** What a policy's value, already of its type, says about a request's. */
  @FunctionalInterface
  interface Comparison<T> {
    Truth compare(T policy, String requested);
  }

  static ValueTest text(Template template, BiPredicate<String, String> compare) {
    return typed(template, value -> Optional.of(value.text()), Optional::of, compare);
  }

  static ValueTest like(Template template) {
    return prepared(
        template,
        value -> Optional.of(Glob.of(value)),
        (glob, requested) -> Truth.of(glob.matches(requested)));
  }

  static ValueTest number(Template template, IntPredicate comparison) {
    return ordered(template, Values::number, comparison);
  }

  static ValueTest date(Template template, IntPredicate comparison) {
    return ordered(template, Values::seconds, comparison);
  }

  private static ValueTest ordered(
      Template template, Function<String, Optional<BigDecimal>> parse, IntPredicate comparison) {
    return typed(
        template,
        value -> parse.apply(value.text()),
        parse,
        (requested, policy) -> comparison.test(requested.compareTo(policy)));
  }

  static ValueTest flag(Template template) {
    return typed(template, value -> Values.flag(value.text()), Values::flag, Boolean::equals);
  }

  static ValueTest blob(Template template) {
    return typed(
        template, value -> Values.blob(value.text()), Values::blob, MessageDigest::isEqual);
  }

  static ValueTest address(Template template) {
    return prepared(
        template,
        value -> AddressRange.parse(value.text()),
        (range, requested) ->
            AddressRange.address(requested)
                .map(address -> Truth.of(range.contains(address)))
                .orElse(Truth.UNKNOWN));
  }

  static ValueTest arn(Template template) {
    return prepared(template, ArnPattern::of, ArnPattern::matches);
  }
}
