package dev.keyward.embedded.policy;

import java.util.List;
import java.util.Optional;

/**
 * One statement, made ready for evaluation.
 *
 * @param sid its name; may be empty
 * @param denies whether its effect is Deny
 * @param principals whom it is about; empty in an identity policy, which is about its owner
 * @param actions what it is about; empty if it has no effect
 * @param otherActions whether it is about all other actions
 * @param resources what it is about; empty if it has no effect
 * @param otherResources whether it is about all other resources
 * @param conditions all must hold
 */
record Statement(
    String sid,
    boolean denies,
    Optional<PrincipalMatcher> principals,
    Optional<TextMatcher> actions,
    boolean otherActions,
    Optional<TextMatcher> resources,
    boolean otherResources,
    List<Condition> conditions) {

  /** How it concerns the caller, if it applies at all; NONE if it does not apply. */
  PrincipalMatcher.Reach reach(Question question) {
    PrincipalMatcher.Reach reach =
        principals.isPresent()
            ? principals.get().reach(question.request(), denies)
            : PrincipalMatcher.Reach.CALLER;
    return reach != PrincipalMatcher.Reach.NONE && applies(question)
        ? reach
        : PrincipalMatcher.Reach.NONE;
  }

  /** What cannot be told makes a Deny apply, and an Allow not. */
  private boolean applies(Question question) {
    Truth truth = matches(question);
    return truth == Truth.TRUE || truth == Truth.UNKNOWN && denies;
  }

  private Truth matches(Question question) {
    if (actions.isEmpty() || resources.isEmpty()) {
      return Truth.FALSE;
    }
    Conditions values = question.request().conditions();
    Truth truth = other(otherActions, actions.get().matches(question.lowerCaseAction(), values));
    if (truth != Truth.FALSE) {
      String arn = question.request().resourceArn();
      truth = truth.and(other(otherResources, resources.get().matches(arn, values)));
    }
    for (int i = 0; truth != Truth.FALSE && i < conditions.size(); i++) {
      truth = truth.and(conditions.get(i).test(values));
    }
    return truth;
  }

  private static Truth other(boolean inverted, Truth truth) {
    return inverted ? truth.not() : truth;
  }
}
