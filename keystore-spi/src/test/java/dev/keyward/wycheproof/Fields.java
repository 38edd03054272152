package dev.keyward.wycheproof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;

/** The members of a group or of a vector, by the names they have in the file. */
public final class Fields {
  private final JsonNode json;

  Fields(JsonNode json) {
    this.json = json;
  }

  /** A text; fails if there is none. */
  public String text(String name) {
    return member(name).textValue();
  }

  /** A whole number; fails if there is none. */
  public int number(String name) {
    return member(name).intValue();
  }

  /** Bytes written in hexadecimal; fails if there are none. */
  public byte[] bytes(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  /** Tells whether there is a member of that name. */
  public boolean has(String name) {
    return json.has(name);
  }

  private JsonNode member(String name) {
    JsonNode member = json.get(name);
    if (member == null) {
      throw new IllegalStateException("the vector file has no member " + name + " here");
    }
    return member;
  }
}
