package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code encrypt}, {@code decrypt}, {@code sign} and {@code verify} on files and streams. */
class FilesTest {
  private static final byte[] TEXT = "attack at dawn".getBytes(UTF_8);

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Terminal terminal;
  private Path plain;
  private Path output;

  @BeforeAll
  static void createKeys() throws IOException {
    terminal = Terminal.in(shared);
    terminal.createKey("--alias", "data");
    terminal.createKey("--alias", "other");
    terminal.createKey("--alias", "ec", "--spec", "ECC_NIST_P256");
    terminal.createKey("--alias", "rsa", "--spec", "RSA_2048");
  }

  @BeforeEach
  void writePlainText() throws IOException {
    plain = Files.write(folder.resolve("plain"), TEXT);
    output = folder.resolve("output");
  }

  private Path sealed() {
    Path sealed = folder.resolve("sealed");
    terminal
        .run("encrypt", "--key", "alias/data", "--in", plain + "", "--out", sealed + "")
        .assertDone();
    return sealed;
  }

  private Terminal.Outcome decrypt(Path sealed, String... more) {
    String[] arguments = {
      "decrypt", "--key", "alias/data", "--in", sealed + "", "--out", output + ""
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return terminal.run(all);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 1_000_003})
  void encryptAndDecrypt_file_roundTrips(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(plain, content);
    Path sealed = sealed();

    decrypt(sealed).assertDone();

    assertThat(Files.readAllBytes(output)).isEqualTo(content);
    assertThat(Files.size(sealed)).isGreaterThan(size);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output)))
        .isEqualTo("rw-------");
  }

  @Test
  void encryptAndDecrypt_streams_roundTrip() {
    byte[] sealed = terminal.run(TEXT, "encrypt", "--key", "alias/data").assertDone().stdout();
    assertThat(new String(sealed, UTF_8)).doesNotContain("dawn");

    Terminal.Outcome opened = terminal.run(sealed, "decrypt", "--key", "alias/data").assertDone();
    assertThat(opened.stdout()).isEqualTo(TEXT);
    assertThat(opened.out()).isEmpty();
  }

  @Test
  void decrypt_contextAndAad_mustBeTheSame() throws IOException {
    Path sealed = folder.resolve("sealed");
    terminal
        .run(
            "encrypt",
            "--key",
            "alias/data",
            "--in",
            plain + "",
            "--out",
            sealed + "",
            "--context",
            "tenant=7",
            "--context",
            "table=orders",
            "--aad",
            "row 5")
        .assertDone();

    decrypt(sealed, "--context", "tenant=7", "--context", "table=orders", "--aad", "row 6")
        .assertRefused();
    decrypt(sealed, "--context", "tenant=8", "--context", "table=orders", "--aad", "row 5")
        .assertRefused();
    assertThat(output).doesNotExist();
    decrypt(sealed, "--context", "table=orders", "--context", "tenant=7", "--aad", "row 5")
        .assertDone();
    assertThat(output).hasBinaryContent(TEXT);
  }

  @Test
  void decrypt_changedAtAnyPlace_writesNothing() throws IOException {
    Path sealed = sealed();
    byte[] bytes = Files.readAllBytes(sealed);
    for (int place : new int[] {0, 5, bytes.length / 2, bytes.length - 20, bytes.length - 1}) {
      byte[] changed = bytes.clone();
      changed[place] ^= 1;
      Files.write(sealed, changed);

      String error = decrypt(sealed).assertRefused();

      assertThat(error).doesNotContain("dawn");
      assertThat(output).doesNotExist();
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("plain", "sealed");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 27, 100})
  void decrypt_cutShort_writesNothing(int length) throws IOException {
    Path sealed = sealed();
    Files.write(sealed, java.util.Arrays.copyOf(Files.readAllBytes(sealed), length));

    decrypt(sealed).assertRefused();

    assertThat(output).doesNotExist();
  }

  @Test
  void decrypt_changedStream_printsNothing() {
    byte[] sealed = terminal.run(TEXT, "encrypt", "--key", "alias/data").assertDone().stdout();
    sealed[sealed.length - 1] ^= 1;

    Terminal.Outcome outcome = terminal.run(sealed, "decrypt", "--key", "alias/data");

    outcome.assertRefused();
    assertThat(outcome.stdout()).isEmpty();
  }

  @Test
  void output_existingFile_isKeptUnlessForced() throws IOException {
    Path sealed = sealed();
    Files.writeString(output, "precious");

    assertThat(decrypt(sealed).assertRefused()).contains("exists already", "--force");
    assertThat(output).hasContent("precious");
    decrypt(sealed, "--force").assertDone();
    assertThat(output).hasBinaryContent(TEXT);
  }

  @Test
  void output_folderMissing_isRefusedWithItsName() {
    output = folder.resolve("no/such/file");

    assertThat(decrypt(sealed()).assertRefused()).contains("no such file");
  }

  @Test
  void input_missing_isRefusedAndNothingIsLeft() {
    assertThat(decrypt(folder.resolve("nothing\u001b[2J")).assertRefused())
        .contains("no such file", "\\u001b");
    assertThat(folder.toFile().list()).containsExactly("plain");
  }

  @Test
  void encrypt_wrongOrUnusableKey_isRefusedAndNothingIsLeft() {
    for (String key : new String[] {"alias/ec", "alias/nobody", "data"}) {
      terminal
          .run("encrypt", "--key", key, "--in", plain + "", "--out", output + "")
          .assertRefused();
    }
    terminal.run("keys", "disable", "alias/other").assertDone();
    assertThat(
            terminal
                .run("encrypt", "--key", "alias/other", "--in", plain + "", "--out", output + "")
                .assertRefused())
        .contains("alias/other", "disabled");
    assertThat(folder.toFile().list()).containsExactly("plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec ECDSA_SHA_256",
        "rsa RSASSA_PSS_SHA_256",
        "rsa RSASSA_PKCS1_V1_5_SHA_384",
        "rsa rsassa_pss_sha_512"
      })
  void signAndVerify_file_agree(String keyAndAlgorithm) throws IOException {
    String key = "alias/" + keyAndAlgorithm.split(" ")[0];
    String algorithm = keyAndAlgorithm.split(" ")[1];
    terminal
        .run(
            "sign",
            "--key",
            key,
            "--algorithm",
            algorithm,
            "--in",
            plain + "",
            "--out",
            output + "")
        .assertDone();

    assertThat(verify(key, algorithm).assertDone().out()).startsWith("Valid signature of " + key);
    Files.writeString(plain, "retreat at dawn");
    assertThat(verify(key, algorithm).assertRefused())
        .isEqualTo("keyward: The signature is not valid.");
  }

  private Terminal.Outcome verify(String key, String algorithm) {
    return terminal.run(
        "verify",
        "--key",
        key,
        "--algorithm",
        algorithm,
        "--in",
        plain + "",
        "--signature",
        output + "");
  }

  @Test
  void sign_stream_isVerifiedFromAStream() throws IOException {
    byte[] signature = terminal.run(TEXT, "sign", "--key", "alias/ec").assertDone().stdout();
    Files.write(output, signature);

    assertThat(
            terminal
                .run(TEXT, "verify", "--key", "alias/ec", "--signature", output + "")
                .assertDone()
                .out())
        .contains("Valid");
  }

  @Test
  void verify_noSignature_isRefused() throws IOException {
    Files.write(output, new byte[0]);
    verify("alias/ec", "ECDSA_SHA_256").assertRefused();
    Files.write(output, new byte[6145]);
    assertThat(verify("alias/ec", "ECDSA_SHA_256").assertRefused()).contains("too long");
    Files.delete(output);
    assertThat(verify("alias/ec", "ECDSA_SHA_256").assertRefused()).contains("no such file");
  }

  @Test
  void sign_wrongKeyOrAlgorithm_isRefused() {
    assertThat(terminal.run(TEXT, "sign", "--key", "alias/data").assertRefused())
        .contains("ENCRYPT_DECRYPT", "cannot sign");
    terminal
        .run(TEXT, "sign", "--key", "alias/ec", "--algorithm", "RSASSA_PSS_SHA_256")
        .assertRefused();
  }
}
