package dev.keyward.kms.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON of no fixed shape, read as a tree: policy documents, lines of an audit trail. What has a
 * record is read with {@link JsonCodec}.
 *
 * <p>An object becomes an unmodifiable {@code Map<String, Object>} in the order of the text, a list
 * an unmodifiable {@code List<Object>}, a text a {@code String}, an integer that fits a {@code
 * Long}, any other number a {@code BigDecimal}, the rest {@code Boolean} or null. Two members of
 * one name are refused, and so is anything behind the value.
 */
public final class JsonText {
  private final JsonParser parser;
  private final int maxDepth;

  private JsonText(JsonParser parser, int maxDepth) {
    this.parser = parser;
    this.maxDepth = maxDepth;
  }

  /**
   * What is read at most.
   *
   * @param characters length of the text, at most {@link JsonCodec#MAX_DOCUMENT_BYTES}
   * @param depth objects and lists inside one another, at most 64
   */
  public record Limits(int characters, int depth) {
    public Limits {
      if (characters < 1 || characters > JsonCodec.MAX_DOCUMENT_BYTES || depth < 1 || depth > 64) {
        throw new IllegalArgumentException("no such limits: " + characters + ", " + depth);
      }
    }
  }

  /**
   * Reads a text.
   *
   * @param text one JSON value
   * @param limits what is read at most
   * @return the value; null for the JSON value null
   * @throws MalformedJsonException if it is not JSON, or beyond the limits
   */
  public static Object parse(String text, Limits limits) {
    if (text.length() > limits.characters()) {
      throw new MalformedJsonException(
          "text of " + text.length() + " characters; at most " + limits.characters() + " are read");
    }
    try (JsonParser parser = JsonCodec.FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("the text is empty");
      }
      Object value = new JsonText(parser, limits.depth()).value(0);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("something follows the JSON value");
      }
      return value;
    } catch (IOException e) {
      // Jackson's own text may quote the document; it is not repeated, nor kept as the cause.
      throw new MalformedJsonException("not well-formed JSON within the limits");
    }
  }

  private Object value(int depth) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(deeper(depth));
      case START_ARRAY -> list(deeper(depth));
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw new MalformedJsonException("not a JSON value");
    };
  }

  private int deeper(int depth) {
    if (depth >= maxDepth) {
      throw new MalformedJsonException("nested deeper than " + maxDepth);
    }
    return depth + 1;
  }

  private Map<String, Object> object(int depth) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(depth));
    }
    return Collections.unmodifiableMap(members);
  }

  private List<Object> list(int depth) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(depth));
    }
    return Collections.unmodifiableList(elements);
  }

  private Number number() throws IOException {
    BigDecimal exact = parser.getDecimalValue();
    // Only what is written as an integer: 1e400 must not become all those digits.
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && exact.precision() <= 18) {
      return exact.longValueExact();
    }
    return exact;
  }
}
