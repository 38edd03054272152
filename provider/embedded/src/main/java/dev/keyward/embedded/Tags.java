package dev.keyward.embedded;

import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What tags may be, and how lists of them change: section 20 of the contract. */
final class Tags {
  private static final String RESERVED = "aws:";
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{N}\\p{Zs}_./=+:@-]*");

  private Tags() {}

  /** Checks the tags of a new key; how many there may be is a quota. */
  static List<Tag> checked(List<Tag> tags, int most) {
    if (tags == null) {
      return List.of();
    }
    Set<String> names = new HashSet<>();
    for (Tag tag : tags) {
      check(tag);
      if (!names.add(tag.tagKey())) {
        throw new KmsServiceException(ErrorCode.TAG, "Duplicate tag keys.");
      }
    }
    return limited(tags, most);
  }

  /** Adds tags, or replaces their values. */
  static List<Tag> added(List<Tag> before, List<Tag> more, int most) {
    checked(more, most);
    List<Tag> after = removed(before, more.stream().map(Tag::tagKey).toList());
    List<Tag> all = new ArrayList<>(after);
    all.addAll(more);
    return limited(all, most);
  }

  /** Removes tags; names that no tag has are ignored. */
  static List<Tag> removed(List<Tag> before, Collection<String> names) {
    return before.stream().filter(tag -> !names.contains(tag.tagKey())).toList();
  }

  private static List<Tag> limited(List<Tag> tags, int most) {
    if (tags.size() > most) {
      throw new KmsServiceException(
          ErrorCode.LIMIT_EXCEEDED, "A key has at most " + most + " tags.");
    }
    return List.copyOf(tags);
  }

  private static void check(Tag tag) {
    if (tag.tagKey().startsWith(RESERVED)) {
      throw new KmsServiceException(ErrorCode.TAG, "Tag keys cannot begin with aws:.");
    }
    if (!CHARACTERS.matcher(tag.tagKey()).matches()
        || !CHARACTERS.matcher(tag.tagValue()).matches()) {
      throw new KmsServiceException(
          ErrorCode.TAG,
          "Invalid tag: names and values consist of letters, digits, spaces and _ . / = + - : @.");
    }
  }
}
