package dev.keyward.embedded.policy;

import dev.keyward.kms.json.JsonText;
import dev.keyward.kms.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads policy documents; whatever is not known to be right is refused. */
final class PolicyParser {
  private static final int MAX_DEPTH = 10;
  private static final JsonText.Limits LIMITS =
      new JsonText.Limits(PolicyDocument.MAX_BYTES, MAX_DEPTH);
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final String WITHOUT_VARIABLES = "2008-10-17";
  private static final String WITH_VARIABLES = "2012-10-17";

  private PolicyParser() {}

  /** The two kinds of document. */
  enum Form {
    /** Names principals; its resource is its key. */
    KEY_POLICY,
    /** Names no principals. */
    IDENTITY_POLICY
  }

  static PolicyDocument parse(String text, Form form) {
    if (PolicyDocument.isTooLong(text)) {
      throw new MalformedPolicyException(
          "The policy has more than " + PolicyDocument.MAX_BYTES + " bytes.");
    }
    checkCharacters(text);
    Map<?, ?> document = object(tree(text));
    for (Object element : document.keySet()) {
      if (!ELEMENTS.contains(element)) {
        throw new MalformedPolicyException(
            "The policy has an unknown element " + Elements.quoted(element) + ".");
      }
    }
    if (document.containsKey("Id") && !(document.get("Id") instanceof String)) {
      throw new MalformedPolicyException("The policy's Id is not a text.");
    }
    return new PolicyDocument(statements(document, form));
  }

  /** A key policy has tab, LF, CR and U+0020 to U+00FF. */
  private static void checkCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0xff || c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
        throw new MalformedPolicyException(
            String.format("The policy has a character U+%04X, at position %d.", (int) c, i + 1));
      }
    }
  }

  private static Object tree(String text) {
    try {
      return JsonText.parse(text, LIMITS);
    } catch (MalformedJsonException e) {
      throw new MalformedPolicyException("The policy cannot be read: " + e.getMessage() + ".");
    }
  }

  private static Map<?, ?> object(Object tree) {
    if (tree instanceof Map<?, ?> document) {
      return document;
    }
    throw new MalformedPolicyException("The policy is not a JSON object.");
  }

  private static boolean hasVariables(Map<?, ?> document) {
    if (!document.containsKey("Version")) {
      return false;
    }
    Object version = document.get("Version");
    if (!WITH_VARIABLES.equals(version) && !WITHOUT_VARIABLES.equals(version)) {
      throw new MalformedPolicyException(
          "The policy's Version is neither " + WITH_VARIABLES + " nor " + WITHOUT_VARIABLES + ".");
    }
    return WITH_VARIABLES.equals(version);
  }

  private static List<Statement> statements(Map<?, ?> document, Form form) {
    boolean variables = hasVariables(document);
    Object element = document.get("Statement");
    List<?> list = element instanceof List<?> several ? several : java.util.Arrays.asList(element);
    if (element == null || list.isEmpty()) {
      throw new MalformedPolicyException("The policy has no Statement.");
    }
    List<Statement> statements = new ArrayList<>();
    Set<String> sids = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof Map<?, ?> members)) {
        throw new MalformedPolicyException("Statement " + (i + 1) + " is not a JSON object.");
      }
      Elements elements = new Elements(i + 1, members);
      Statement statement = new StatementParser(elements, form, variables).parse();
      if (!statement.sid().isEmpty() && !sids.add(statement.sid())) {
        throw elements.malformed("has a Sid that another statement has, too");
      }
      statements.add(statement);
    }
    return statements;
  }
}
