package dev.keyward.kms.json;

import dev.keyward.kms.WireNamed;
import dev.keyward.model.KeyState;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the constants of an enum are spelled on the wire. */
final class EnumNames {
  private static final ClassValue<Map<String, Enum<?>>> BY_NAME =
      new ClassValue<>() {
        @Override
        protected Map<String, Enum<?>> computeValue(Class<?> type) {
          Map<String, Enum<?>> names = new LinkedHashMap<>();
          for (Object constant : type.getEnumConstants()) {
            Enum<?> value = (Enum<?>) constant;
            names.put(nameOf(value), value);
          }
          return names;
        }
      };

  private EnumNames() {}

  static String nameOf(Enum<?> constant) {
    if (constant instanceof KeyState state) {
      return state.wireName();
    }
    return constant instanceof WireNamed named ? named.wireName() : constant.name();
  }

  /** Null if there is no such constant. */
  static Enum<?> constantOf(Class<?> type, String name) {
    return BY_NAME.get(type).get(name);
  }

  static String allOf(Class<?> type) {
    return BY_NAME.get(type).keySet().toString();
  }
}
