package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.wycheproof.Fields;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorRun.Decision;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Services that have our name, with ordinary keys and with us first in the list: the JDK answers,
 * and answers as it does without us. Key wrapping with an ordinary key must not reach us; a MAC
 * does, and is passed on, which is how TLS would derive its keys.
 */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
@ExtendWith(VectorTally.Extension.class)
class OrdinaryKeysWycheproofTest {
  private static final Provider KEYWARD = ProviderList.keyward();

  @Test
  void wrap_ordinaryKeysWithUsFirst_agree(VectorTally tally) throws IOException {
    try (ProviderList list = new ProviderList().first(KEYWARD)) {
      tally
          .add(
              VectorRun.over(VectorFile.read("aes_wrap_test.json"))
                  .decide("ShortKey", Decision.REJECT, "SP 800-38F wraps 16 bytes or more")
                  .run((group, vector) -> unwraps(vector)))
          .assertCounts(36, 126, 3, 0);
    }
  }

  private static boolean unwraps(Vector vector) throws GeneralSecurityException {
    Fields fields = vector.fields();
    SecretKeySpec key = new SecretKeySpec(fields.bytes("key"), "AES");
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(Cipher.UNWRAP_MODE, key);
    assertThat(cipher.getProvider()).isNotSameAs(KEYWARD);
    byte[] unwrapped = cipher.unwrap(fields.bytes("ct"), "AES", Cipher.SECRET_KEY).getEncoded();
    cipher.init(Cipher.WRAP_MODE, key);
    return Arrays.equals(unwrapped, fields.bytes("msg"))
        && Arrays.equals(cipher.wrap(new SecretKeySpec(unwrapped, "AES")), fields.bytes("ct"));
  }

  @ParameterizedTest
  @CsvSource({
    "hkdf_sha256_test.json, HmacSHA256, 83, 3",
    "hkdf_sha384_test.json, HmacSHA384, 80, 3",
    "hkdf_sha512_test.json, HmacSHA512, 80, 3"
  })
  void hkdf_overMacsThatArePassedOn_agrees(
      String file, String hmac, int valid, int invalid, VectorTally tally) throws IOException {
    try (ProviderList list = new ProviderList().first(KEYWARD)) {
      tally
          .add(
              VectorRun.over(VectorFile.read(file))
                  .run((group, vector) -> derives(hmac, vector.fields())))
          .assertCounts(valid, invalid, 0, 0);
    }
  }

  /** RFC 5869; no salt is a salt of zeros as long as the hash, and 255 blocks are the most. */
  private static boolean derives(String hmac, Fields vector) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(hmac);
    int hashBytes = mac.getMacLength();
    int size = vector.number("size");
    if (size > 255 * hashBytes) {
      return false;
    }
    byte[] salt = vector.bytes("salt");
    mac.init(new SecretKeySpec(salt.length == 0 ? new byte[hashBytes] : salt, hmac));
    assertThat(mac.getProvider()).isSameAs(KEYWARD);
    mac.init(new SecretKeySpec(mac.doFinal(vector.bytes("ikm")), hmac));
    byte[] derived = new byte[0];
    byte[] block = new byte[0];
    for (int counter = 1; derived.length < size; counter++) {
      mac.update(block);
      mac.update(vector.bytes("info"));
      mac.update((byte) counter);
      block = mac.doFinal();
      int before = derived.length;
      derived = Arrays.copyOf(derived, before + hashBytes);
      System.arraycopy(block, 0, derived, before, hashBytes);
    }
    return Arrays.equals(Arrays.copyOf(derived, size), vector.bytes("okm"));
  }
}
