package dev.keyward.kms;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request, response or structure of the KMS API consists of, read off its record once.
 *
 * @param <R> the record
 */
public final class Shape<R extends Record> {
  private static final ClassValue<Shape<?>> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape<?> computeValue(Class<?> type) {
          return new Shape<>(type.asSubclass(Record.class));
        }
      };

  private final List<Part> parts;
  private final Constructor<R> constructor;

  private Shape(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<Part> found = new ArrayList<>();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      found.add(new Part(components[i]));
      types[i] = components[i].getType();
    }
    this.parts = List.copyOf(found);
    try {
      this.constructor = type.getDeclaredConstructor(types);
      this.constructor.trySetAccessible();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("record without canonical constructor: " + type, e);
    }
  }

  /**
   * The shape of a record.
   *
   * @param type a record of the KMS API
   * @param <R> the record
   * @return the shape
   */
  @SuppressWarnings("unchecked")
  public static <R extends Record> Shape<R> of(Class<R> type) {
    return (Shape<R>) SHAPES.get(type);
  }

  /**
   * The members in their order.
   *
   * @return an unmodifiable list
   */
  public List<Part> parts() {
    return parts;
  }

  /**
   * Makes a record.
   *
   * @param values one for each member, in their order; null for those that are absent
   * @return the record
   */
  public R create(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One member. */
  public static final class Part {
    private final String wireName;
    private final RecordComponent component;
    private final Optional<Member> limits;

    private Part(RecordComponent component) {
      this.component = component;
      this.component.getAccessor().trySetAccessible();
      this.limits = Optional.ofNullable(component.getAnnotation(Member.class));
      this.wireName =
          limits
              .map(Member::name)
              .filter(name -> !name.isEmpty())
              .orElseGet(() -> capitalized(component.getName()));
    }

    private static String capitalized(String name) {
      return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /**
     * The name on the wire.
     *
     * @return for example {@code KeyId}
     */
    public String wireName() {
      return wireName;
    }

    /**
     * The name in error texts.
     *
     * @return for example {@code keyId}
     */
    public String fieldName() {
      return component.getName();
    }

    /**
     * The Java type.
     *
     * @return with its type arguments
     */
    public Type type() {
      return component.getGenericType();
    }

    /**
     * The limits.
     *
     * @return empty if there are none
     */
    public Optional<Member> limits() {
      return limits;
    }

    /**
     * The value in a record.
     *
     * @param of the record
     * @return null if it is absent
     */
    public Object value(Record of) {
      try {
        return component.getAccessor().invoke(of);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
