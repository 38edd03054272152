package dev.keyward.kms;

import java.util.Map;

/**
 * What limits a grant.
 *
 * @param encryptionContextSubset pairs that the encryption context must contain
 * @param encryptionContextEquals pairs that the encryption context must consist of
 * @param sourceArn resource on whose behalf the service must act
 */
public record GrantConstraints(
    Map<String, String> encryptionContextSubset,
    Map<String, String> encryptionContextEquals,
    String sourceArn) {

  @Override
  public String toString() {
    return Described.text(this);
  }
}
