package dev.keyward.kms;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The limits of a member of a request or response, as the model of the KMS API has them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Member {

  /**
   * The name on the wire, where it is not the component's name with a capital letter.
   *
   * @return empty for the usual name
   */
  String name() default "";

  /**
   * Whether the member must be there.
   *
   * @return false unless said otherwise
   */
  boolean required() default false;

  /**
   * The smallest number, or the shortest text, blob (in bytes) or list.
   *
   * @return 0 for none
   */
  int min() default 0;

  /**
   * The largest number, or the longest text, blob (in bytes) or list.
   *
   * @return {@link Integer#MAX_VALUE} for none
   */
  int max() default Integer.MAX_VALUE;

  /**
   * The regular expression that a text must match as a whole.
   *
   * @return empty for none
   */
  String pattern() default "";

  /**
   * The shortest text in a list of texts.
   *
   * @return 0 for none
   */
  int elementMin() default 0;

  /**
   * The longest text in a list of texts.
   *
   * @return {@link Integer#MAX_VALUE} for none
   */
  int elementMax() default Integer.MAX_VALUE;

  /**
   * Whether the value must never be logged or repeated in an error text.
   *
   * @return false unless said otherwise
   */
  boolean sensitive() default false;
}
