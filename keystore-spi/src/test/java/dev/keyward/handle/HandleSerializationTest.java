package dev.keyward.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandleSerializationTest {
  private final InMemoryKeyBackend backend = new InMemoryKeyBackend();

  @Test
  void handle_serialized_isOnlyItsNameInAtMostOneKibibyte() throws Exception {
    for (KeyHandle handle : handles()) {
      byte[] stream = write(handle);

      assertThat(stream).hasSizeLessThanOrEqualTo(1024);
      assertThat(read(stream)).isEqualTo(new SerializedHandle(handle.reference().text()));
    }
  }

  @Test
  void stream_tampered10000Times_neverGivesAKey() throws Exception {
    long seed = 14L;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] good = write(handles()[1]);
    int survivors = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Object result = readOrNull(bad);
      assertThat(result instanceof Key).isFalse();
      survivors += result instanceof SerializedHandle ? 1 : 0;
    }
    assertThat(survivors).isLessThan(10_000);
  }

  @Test
  void stream_renamedToTheHandleClass_isRefused() throws Exception {
    // The stream names the handle's class and says nothing of its superclass.
    byte[] good = write(handles()[0]);
    String text = new String(good, StandardCharsets.ISO_8859_1);
    String name = "dev.keyward.handle.SerializedHandle";
    String other = "dev.keyward.handle.SecretKeyHandle";
    int at = text.indexOf(name);
    String forged =
        text.substring(0, at - 1)
            + (char) other.length()
            + other
            + text.substring(at + name.length());
    byte[] stream = forged.getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> read(stream))
        .isInstanceOfAny(InvalidObjectException.class, java.io.InvalidClassException.class);
  }

  @Test
  void serializedHandle_withTextThatIsNoReference_isRefusedWhenRead() throws Exception {
    backend.putAlias(new AliasName("alias/orders"), handles()[0].arn().keyId());
    byte[] good = write(new SerializedHandle("alias/orders"));
    String forged =
        new String(good, StandardCharsets.ISO_8859_1).replace("alias/orders", "alias/or\ners");

    assertThatThrownBy(() -> read(forged.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(InvalidObjectException.class);
  }

  private KeyHandle[] handles() {
    return new KeyHandle[] {
      handle(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT),
      handle(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY),
      handle(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY),
      handle(KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY)
    };
  }

  private KeyHandle handle(KeySpec spec, KeyUsage usage) {
    return KeyHandles.of(backend, backend.createKey(new NewKey(spec, usage, "", Map.of())).arn());
  }

  private static byte[] write(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] stream) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stream))) {
      in.setObjectInputFilter(
          ObjectInputFilter.Config.createFilter(
              "maxbytes=4096;maxarray=1024;dev.keyward.**;java.base/*;!*"));
      return in.readObject();
    }
  }

  private static Object readOrNull(byte[] stream) {
    try {
      return read(stream);
    } catch (Exception e) {
      return null; // refused, which is one of the two good outcomes
    }
  }
}
