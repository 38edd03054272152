package dev.keyward.remote.wire;

import dev.keyward.kms.Shape;
import dev.keyward.model.Quoted;
import java.util.List;
import java.util.Set;

/** What a request is about, for messages. */
final class KeyOf {
  private static final Set<String> NAMES =
      Set.of("KeyId", "SourceKeyId", "AliasName", "CustomKeyStoreId");

  /** For requests that name no key, as decrypting may. */
  static final String NONE = "no particular key";

  private KeyOf() {}

  /** The key or alias as the caller named it. */
  static String text(Record request) {
    List<Shape.Part> parts = Shape.of(request.getClass()).parts();
    for (Shape.Part part : parts) {
      if (NAMES.contains(part.wireName()) && part.value(request) instanceof String name) {
        return Quoted.line(name, 256);
      }
    }
    return NONE;
  }
}
