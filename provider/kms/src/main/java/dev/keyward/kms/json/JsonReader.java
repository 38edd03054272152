package dev.keyward.kms.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyward.kms.Constraints;
import dev.keyward.kms.Shape;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values of the types that members have. */
final class JsonReader {
  private static final BigDecimal LATEST_SECOND = new BigDecimal("253402300799");

  /** More than any clock has; what a number costs to scale grows with its exponent. */
  private static final int MAX_DECIMAL_PLACES = 60;

  private final JsonParser parser;
  private final JsonCodec.Reading reading;
  private final List<String> violations = new ArrayList<>(0);

  JsonReader(JsonParser parser, JsonCodec.Reading reading) {
    this.parser = parser;
    this.reading = reading;
  }

  void throwViolations() {
    if (!violations.isEmpty()) {
      throw Constraints.failure(violations);
    }
  }

  /** Reads from behind the opening brace to the closing one. */
  <R extends Record> R readRecord(Class<R> type) throws IOException {
    Shape<R> shape = Shape.of(type);
    List<Shape.Part> parts = shape.parts();
    Object[] values = new Object[parts.size()];
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      int index = indexOf(parts, name);
      if (index < 0) {
        parser.skipChildren();
      } else {
        Shape.Part part = parts.get(index);
        values[index] = readValue(part.type(), part.fieldName());
      }
    }
    return shape.create(values);
  }

  private static int indexOf(List<Shape.Part> parts, String name) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).wireName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private Object readValue(Type type, String field) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? readList(generic.getActualTypeArguments()[0], field)
          : readMap(field);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == String.class) {
      return text(field);
    }
    if (raw == Integer.class) {
      return integer(field);
    }
    if (raw == Long.class) {
      return longInteger(field);
    }
    if (raw == Boolean.class) {
      return flag(field);
    }
    if (raw == byte[].class) {
      return blob(field);
    }
    if (raw == Instant.class) {
      return time(field);
    }
    if (raw.isEnum()) {
      return constant(raw, field);
    }
    expect(JsonToken.START_OBJECT, field, "an object");
    return readRecord(raw.asSubclass(Record.class));
  }

  private List<Object> readList(Type elementType, String field) throws IOException {
    expect(JsonToken.START_ARRAY, field, "a list");
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object element = readValue(elementType, field);
      if (element != null) {
        list.add(element);
      }
    }
    return Collections.unmodifiableList(list);
  }

  private Map<String, String> readMap(String field) throws IOException {
    expect(JsonToken.START_OBJECT, field, "an object");
    Map<String, String> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (hasLoneSurrogate(name)) {
        throw unexpected(field, "well-formed text");
      }
      parser.nextToken();
      map.put(name, text(field));
    }
    return Collections.unmodifiableMap(map);
  }

  private String text(String field) throws IOException {
    expect(JsonToken.VALUE_STRING, field, "a string");
    String text = parser.getText();
    if (hasLoneSurrogate(text)) {
      throw unexpected(field, "well-formed text");
    }
    return text;
  }

  /** Half of a character: such text has no UTF-8, so two of them could be taken for the same. */
  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private Integer integer(String field) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, field, "an integer");
    return parser.getIntValue();
  }

  private Long longInteger(String field) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, field, "an integer");
    return parser.getLongValue();
  }

  private Boolean flag(String field) {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw unexpected(field, "true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /** Strict Base64 with padding. A blob may be secret: it is never made a String. */
  private byte[] blob(String field) throws IOException {
    expect(JsonToken.VALUE_STRING, field, "a string");
    char[] text = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    byte[] ascii = new byte[parser.getTextLength()];
    try {
      for (int i = 0; i < ascii.length; i++) {
        char c = text[offset + i];
        ascii[i] = c < 128 ? (byte) c : 0;
      }
      if (ascii.length % 4 != 0) {
        throw unexpected(field, "Base64");
      }
      return Base64.getDecoder().decode(ascii);
    } catch (IllegalArgumentException e) {
      // The decoder's text quotes the input: neither repeated nor kept as the cause.
      throw unexpected(field, "Base64");
    } finally {
      Arrays.fill(ascii, (byte) 0);
    }
  }

  private Instant time(String field) throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw unexpected(field, "a number of seconds");
    }
    BigDecimal seconds = parser.getDecimalValue();
    // Looked at before it is scaled: neither 1e400 nor 1e-999999999 may become all those digits.
    if (Math.abs(seconds.scale()) > MAX_DECIMAL_PLACES) {
      throw unexpected(field, "a number of seconds");
    }
    if (seconds.signum() < 0 || seconds.compareTo(LATEST_SECOND) > 0) {
      throw unexpected(field, "a time before the year 10000");
    }
    return Instant.ofEpochMilli(
        seconds.setScale(3, RoundingMode.DOWN).movePointRight(3).longValueExact());
  }

  private Enum<?> constant(Class<?> type, String field) throws IOException {
    String name = text(field);
    Enum<?> constant = EnumNames.constantOf(type, name);
    if (constant == null && reading == JsonCodec.Reading.REQUEST) {
      violations.add(
          Constraints.violation(name, field, "satisfy enum value set: " + EnumNames.allOf(type)));
    }
    return constant;
  }

  private void expect(JsonToken token, String field, String what) {
    if (parser.currentToken() != token) {
      throw unexpected(field, what);
    }
  }

  private static MalformedJsonException unexpected(String field, String what) {
    return new MalformedJsonException("member " + field + " must be " + what);
  }
}
