package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.Signature;
import java.security.SignedObject;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.SealedObject;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the JDK itself builds on keys. */
class JdkObjectsTest {
  private static final String CONTENT = "order 7: two apples";

  private static Object copied(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void sealedObject_isOpenedAfterATrip() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, ManagedKeys.secretKey(ManagedKeys.AES));
    var sealed = (SealedObject) copied(new SealedObject(CONTENT, cipher));

    assertThat(sealed.getObject(ManagedKeys.secretKey(ManagedKeys.AES))).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @CsvSource({
    "ec, SHA256withECDSA, SunEC",
    "ec, SHA384withECDSA, SunEC",
    "rsa, SHA256withRSA, SunRsaSign"
  })
  void signedObject_isVerifiedByTheJdk(String alias, String algorithm, String verifier)
      throws Exception {
    SignedObject signed =
        new SignedObject(CONTENT, ManagedKeys.privateKey(alias), Signature.getInstance(algorithm));
    var copy = (SignedObject) copied(signed);

    assertThat(
            copy.verify(ManagedKeys.publicKey(alias), Signature.getInstance(algorithm, verifier)))
        .isTrue();
    assertThat(copy.getObject()).isEqualTo(CONTENT);
  }

  @Test
  void cipherStreams_carryAMessage_andRefuseAnAlteredOne() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, ManagedKeys.secretKey(ManagedKeys.AES));
    byte[] plaintext = CONTENT.repeat(10_000).getBytes(UTF_8);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (CipherOutputStream out = new CipherOutputStream(sealed, cipher)) {
      out.write(plaintext);
    }
    byte[] message = sealed.toByteArray();

    assertThat(read(message, cipher.getIV())).isEqualTo(plaintext);
    message[message.length / 2] ^= 1;
    assertThatThrownBy(() -> read(message, cipher.getIV())).isInstanceOf(IOException.class);
  }

  private static byte[] read(byte[] message, byte[] iv) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, ManagedKeys.secretKey(ManagedKeys.AES), new GCMParameterSpec(128, iv));
    try (CipherInputStream in = new CipherInputStream(new ByteArrayInputStream(message), cipher)) {
      return in.readAllBytes();
    }
  }
}
