package dev.keyward.kms;

import java.util.List;

/**
 * What a key service offers that can tell how it is: a capability of some implementations of {@link
 * Kms}, found with {@code instanceof}. It is not part of the KMS API.
 */
public interface SelfChecking {

  /**
   * Looks at what belongs to the service: its files, its clock, its trail, its connection. Takes no
   * more than a second or two, and changes nothing.
   *
   * @return what was found; something broken is a result, not a failure
   */
  List<Finding> selfCheck();
}
