package dev.keyward.embedded.policy;

import java.util.Locale;

/** A request with what is worked out of it once for all statements. */
record Question(AccessRequest request, String lowerCaseAction) {
  Question(AccessRequest request) {
    this(request, request.action().toLowerCase(Locale.ROOT));
  }
}
