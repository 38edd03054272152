package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeywardException;
import dev.keyward.model.KeySpec;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class KmsSecureRandomTest {
  private final Provider keyward = ProviderList.keyward();
  private final InMemoryKeyBackend backend =
      ProviderList.backendOf(new ManagedKeys(keyward).secret(KeySpec.SYMMETRIC_DEFAULT));

  @Test
  void nextBytes_anySize_asksFor1024BytesAtATime() throws Exception {
    SecureRandom random = SecureRandom.getInstance("KMS", keyward);
    for (int size : new int[] {0, 1, 1024, 1025, 5000}) {
      int before = backend.cryptographicCalls();
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      assertThat(backend.cryptographicCalls() - before).isEqualTo((size + 1023) / 1024);
      assertThat(size > 100 && BitSet.valueOf(bytes).cardinality() < size * 3).isFalse();
    }
  }

  @Test
  void setSeed_sameSeed_doesNotRepeat() throws Exception {
    byte[][] outputs = new byte[2][32];
    for (byte[] output : outputs) {
      SecureRandom random = SecureRandom.getInstance("KMS", keyward);
      random.setSeed(42);
      random.nextBytes(output);
    }
    assertThat(outputs[0]).isNotEqualTo(outputs[1]);
    assertThat(SecureRandom.getInstance("KMS", keyward).generateSeed(10)).hasSize(10);
  }

  @Test
  void newSecureRandom_whenWeStandFirst_isNotOurs() throws Exception {
    try (ProviderList list = new ProviderList().first(keyward)) {
      int before = backend.cryptographicCalls();
      assertThat(new SecureRandom().getProvider()).isNotSameAs(keyward);
      assertThat(SecureRandom.getInstanceStrong().getProvider()).isNotSameAs(keyward);
      assertThat(new SecureRandom().nextInt() + UUID.randomUUID().toString()).isNotEmpty();
      assertThat(backend.cryptographicCalls()).isEqualTo(before);
      assertThat(SecureRandom.getInstance("KMS").getProvider()).isSameAs(keyward);
    }
  }

  @Test
  void service_isListedAndDeclaredThreadSafe() {
    assertThat(keyward.getServices())
        .anyMatch(s -> s.getType().equals("SecureRandom") && s.getAlgorithm().equals("KMS"));
    assertThat(keyward.getService("SecureRandom", "kms").getAttribute("ThreadSafe"))
        .isEqualTo("true");
  }

  @Test
  void nextBytes_failingKeyService_isKeywardExceptionAndNotZeros() throws Exception {
    SecureRandom random = SecureRandom.getInstance("KMS", keyward);
    backend.failWith(new BackendUnavailableException("the network is down"));
    assertThatThrownBy(() -> random.nextBytes(new byte[8]))
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("the network is down");
    backend.failWith(null);
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    assertThat(bytes).isNotEqualTo(new byte[64]);
  }

  @Test
  void serialization_isRefused() throws Exception {
    SecureRandom random = SecureRandom.getInstance("KMS", keyward);
    ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream());
    assertThatThrownBy(() -> out.writeObject(random)).isInstanceOf(NotSerializableException.class);
  }
}
