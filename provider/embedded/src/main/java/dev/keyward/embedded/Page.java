package dev.keyward.embedded;

import dev.keyward.kms.Constraints;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a listing.
 *
 * @param items what is on it
 * @param truncated whether more follows
 */
record Page<T>(List<T> items, boolean truncated) {

  /** Cuts a page off a list that has one item more if there are more. */
  static <T> Page<T> of(List<T> found, int limit) {
    return new Page<>(
        List.copyOf(found.subList(0, Math.min(limit, found.size()))), found.size() > limit);
  }

  /** The marker of the next page; null after the last one. */
  String marker(Markers markers, String listing, Function<T, String> name) {
    return truncated ? markers.make(listing, name.apply(items.get(items.size() - 1))) : null;
  }

  /** The page size, where the operation allows less than the shape of the API does. */
  static int limit(Integer asked, int standard, int max) {
    if (asked != null && asked > max) {
      throw Constraints.failure(
          List.of(
              Constraints.violation(
                  asked.toString(), "limit", "have value less than or equal to " + max)));
    }
    return asked == null ? standard : asked;
  }
}
