package dev.keyward.embedded.store;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes marks of record ids. An instance belongs to one thread. */
final class RecordMarks {
  private static final String HMAC = "HmacSHA256";

  private final Mac mac;

  RecordMarks(SecretBytes key) {
    this.mac = key.read(RecordMarks::keyed);
  }

  Tally.Mark of(RecordId id) {
    mac.update(id.kind().databaseName().getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(id.id().getBytes(StandardCharsets.UTF_8)));
    return new Tally.Mark(digest.getLong(), digest.getLong());
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no HMAC-SHA-256", e);
    }
  }
}
