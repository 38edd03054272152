package dev.keyward.samples.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.file.Path;
import java.security.Security;
import javax.crypto.AEADBadTagException;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnCipherTest {
  @TempDir static Path folder;
  private static KeywardProvider provider;

  @BeforeAll
  static void makeKey() throws Exception {
    provider =
        new KeywardProvider()
            .configure(
                "store="
                    + folder.resolve("store")
                    + ";root-key=file:"
                    + folder.resolve("root/key"));
    Security.addProvider(provider);
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("column"));
    generator.generateKey();
  }

  @AfterAll
  static void close() {
    Security.removeProvider(KeywardProvider.NAME);
    provider.close();
  }

  @Test
  void value_isReadWhereItWasWritten() throws Exception {
    ColumnCipher cipher = new ColumnCipher("column", "customers", "iban");
    byte[] stored = cipher.encrypt(7, "DE02120300000000202051");
    assertThat(cipher.decrypt(7, stored)).isEqualTo("DE02120300000000202051");
    assertThat(cipher.encrypt(7, "DE02120300000000202051")).isNotEqualTo(stored);
  }

  @Test
  void value_inAnotherRowOrColumn_isRefused() throws Exception {
    ColumnCipher cipher = new ColumnCipher("column", "customers", "iban");
    byte[] stored = cipher.encrypt(7, "DE02120300000000202051");
    assertThatThrownBy(() -> cipher.decrypt(8, stored)).isInstanceOf(AEADBadTagException.class);
    ColumnCipher other = new ColumnCipher("column", "customers", "phone");
    assertThatThrownBy(() -> other.decrypt(7, stored)).isInstanceOf(AEADBadTagException.class);
  }
}
