package dev.keyward.embedded.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Patterns of which one must match: the actions or resources of a statement. */
final class TextMatcher {
  private final boolean everything;
  private final Set<String> exact = new HashSet<>();
  private final List<Glob> globs = new ArrayList<>();
  private final List<Template> varying = new ArrayList<>();

  TextMatcher(List<Template> patterns) {
    boolean all = false;
    for (Template pattern : patterns) {
      Optional<PatternText> constant = pattern.constant();
      if (constant.isEmpty()) {
        varying.add(pattern);
      } else if (constant.get().wildcards().isEmpty()) {
        exact.add(constant.get().text());
      } else if (constant.get().text().equals("*")) {
        all = true;
      } else {
        globs.add(Glob.of(constant.get()));
      }
    }
    this.everything = all;
  }

  Truth matches(String text, Conditions conditions) {
    if (everything || exact.contains(text)) {
      return Truth.TRUE;
    }
    for (Glob glob : globs) {
      if (glob.matches(text)) {
        return Truth.TRUE;
      }
    }
    Truth result = Truth.FALSE;
    for (Template template : varying) {
      result = result.or(matches(template, text, conditions));
    }
    return result;
  }

  private static Truth matches(Template template, String text, Conditions conditions) {
    return template
        .resolve(conditions)
        .map(pattern -> Truth.of(Glob.of(pattern).matches(text)))
        .orElse(Truth.UNKNOWN);
  }
}
