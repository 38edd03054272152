package dev.keyward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  @TempDir Path temporary;
  private Path directory;
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makePrivateDirectory() throws Exception {
    directory =
        Files.createDirectory(
            temporary.toRealPath().resolve("private"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private Source source() {
    Path home = directory.resolve("home");
    return new Source(Optional.empty(), properties, environment, directory, home);
  }

  private Configuration inline(String text) {
    return Configuration.load(source().withArgument(text));
  }

  private Path file(String text) throws Exception {
    Path file = directory.resolve("keyward.properties");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private Configuration ofFile(String text) throws Exception {
    return Configuration.load(source().withArgument(file(text).toString()));
  }

  // --- where it comes from ---------------------------------------------------------------------

  @Test
  void load_noSource_isTheEmbeddedDefault() {
    Configuration configuration = Configuration.load(source());
    ProviderConfig config = ProviderConfig.of(configuration);

    assertThat(config.backend()).isEqualTo("embedded");
    assertThat(config.certificates()).isEqualTo(directory.resolve("home/certificates"));
    assertThat(config.cache().maxAge()).isEqualTo(Duration.ofSeconds(300));
    assertThat(configuration.origin("backend")).isEqualTo("default");
    assertThat(configuration.home()).doesNotExist();
  }

  @Test
  void load_sources_areTriedInOrder() throws Exception {
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.writeString(home.resolve("keyward.properties"), "region = eu-west-4\n");
    assertThat(Configuration.load(source()).get("region")).contains("eu-west-4");
    environment.put("KEYWARD_CONFIG", "region=eu-west-3");
    assertThat(Configuration.load(source()).get("region")).contains("eu-west-3");
    properties.put("keyward.config", file("region=eu-west-2").toString());
    assertThat(Configuration.load(source()).get("region")).contains("eu-west-2");
    assertThat(inline("region=eu-west-1").get("region")).contains("eu-west-1");
    properties.put("keyward.region", "us-east-1");
    assertThat(inline("region=eu-west-1").get("region")).contains("us-east-1");
    assertThat(inline("region=eu-west-1").origin("region")).isEqualTo("-Dkeyward.region");
  }

  @Test
  void load_file_givesValuesWithTheirLines() throws Exception {
    Configuration configuration =
        ofFile("# Keyward\r\n\r\nbackend = remote\r\n  region=eu-west-1  \nprincipal=größer=1\n");

    assertThat(configuration.get("backend")).contains("remote");
    assertThat(configuration.origin("backend")).isEqualTo("keyward.properties line 3");
    assertThat(configuration.origin("region")).isEqualTo("keyward.properties line 4");
    assertThat(configuration.get("principal")).contains("größer=1");
  }

  @Test
  void toString_showsNamesOnly() throws Exception {
    environment.put("SECRET", "canary");
    assertThat(inline("root-key=passphrase:canary").toString()).doesNotContain("canary");
    assertThat(source().toString()).doesNotContain("canary");
  }

  // --- B01 to B07: the file and its lines ------------------------------------------------------

  @Test
  void b01_missingFile_namesThePath() {
    Path missing = directory.resolve("nothing.properties");
    assertRefused(missing.toString(), "config " + missing + ": there is no such file.");
  }

  @Test
  void b02_directory_isRefused() {
    assertRefused(directory.toString(), "config " + directory + ": is a directory");
  }

  @Test
  void b03_unreadableFile_isRefused() throws Exception {
    Path file = file("region=eu-west-1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
    Assumptions.assumeFalse(Files.isReadable(file), "the administrator may read everything");

    assertRefused(file.toString(), "cannot be read by this user.");
  }

  @Test
  void b04_unknownProperty_namesLineAndNearestName() throws Exception {
    Path file = file("region=eu-west-1\nbakend=remote\n");
    assertRefused(
        file.toString(),
        "config "
            + file
            + ": keyward.properties line 2: unknown property \"bakend\"; did you mean"
            + " \"backend\"?");
  }

  @Test
  void b05_duplicateProperty_namesBothLines() throws Exception {
    assertRefused(
        file("region=eu-west-1\n\nregion=eu-west-2\n").toString(),
        "keyward.properties line 3: region was set already in keyward.properties line 1.");
  }

  @Test
  void b06_wrongCase_isUnknown() {
    assertRefused("Backend=remote", "unknown property \"Backend\"; did you mean \"backend\"?");
    assertRefused("permissive=TRUE", "unknown value \"TRUE\" for permissive; use \"true\" or");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache.max-age=soon|takes a duration",
        "cache.enabled=yes|use \"true\" or \"false\"",
        "cache.max-messages=many|takes a whole number",
        "account=123|12 digits",
        "region=Dublin|a Region like eu-west-1",
        "regions.failover=eu-west-1,x|Regions",
        "keystore.aliases=a b|alias names",
        "backend=Em bedded|lower-case word",
        "delete-entry=yes|use \"alias\" or \"schedule-deletion\"",
        "root-key=hunter2-canary|takes file:PATH",
        "endpoint=kms.example|takes https://HOST",
        "store=|takes a path"
      })
  void b07_valueOfWrongType_namesPropertyAndWhatItTakes(String text, String expected) {
    assertRefused(text, expected);
    assertThatThrownBy(() -> inline(text)).hasMessageNotContaining("canary");
  }

  @Test
  void lineWithoutEquals_isRefusedWithoutRepeatingAllOfIt() throws Exception {
    Path file = file("passphrase canary-canary\n");
    assertThatThrownBy(() -> Configuration.load(source().withArgument(file.toString())))
        .hasMessageContaining("keyward.properties line 1")
        .hasMessageNotContaining("canary");
  }

  @Test
  void customKeyStore_propertiesOfACluster_areReadAndOthersRefused() {
    String prefix = "custom-key-store.cluster-abcdefg2345.";
    Configuration both = inline(prefix + "library=/opt/token/lib.so;" + prefix + "slot=1188908166");
    properties.put("keyward." + prefix + "slot-index", "2");

    assertThat(both.get(prefix + "library")).hasValue("/opt/token/lib.so");
    assertThat(both.get(prefix + "slot")).hasValue("1188908166");
    assertThat(inline("backend=embedded").get(prefix + "slot-index")).hasValue("2");
    assertRefused(prefix + "library=/usr/lib/../x.so", "without \"..\"");
    assertRefused(prefix + "library=x.so", "absolute path");
    assertRefused("custom-key-store.cluster-1.library=/x", "unknown property");
    assertRefused(prefix + "pin=1234", "unknown property");
    assertRefused(prefix + "slot=-1", "takes a whole number");
    assertRefused(prefix + "library=/a/../b", "without \"..\"");
  }

  @Test
  void systemProperty_nearMiss_isRefusedAndForeignOneIgnored() {
    properties.put("keyward.root.dir", "/x");
    assertThat(Configuration.load(source()).get("store")).isEmpty();
    properties.put("keyward.bakend", "remote");
    assertThatThrownBy(() -> Configuration.load(source()))
        .hasMessageContaining("-Dkeyward.bakend")
        .hasMessageContaining("\"backend\"");
  }

  // --- B08 to B11: whose file, what in it ------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-rw-", "rw----rw-", "rw-r--rw-"})
  void b08_fileWritableByOthers_isRefusedUnlessPermissive(String mode) throws Exception {
    Path file = file("permissive=true\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertRefused(file.toString(), "the file can be written by others.");
    properties.put("keyward.permissive", "true");
    assertThat(Configuration.load(source().withArgument(file.toString())).get("permissive"))
        .contains("true");
  }

  @Test
  void b08_directoryWritableByOthers_isRefused() throws Exception {
    Path file = file("region=eu-west-1\n");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertRefused(file.toString(), "its directory can be written by others.");
  }

  @Test
  void b09_fileOfAnotherUser_isRefused() throws Exception {
    Path file = file("region=eu-west-1\n");
    try {
      Files.setAttribute(file, "unix:uid", 65534);
    } catch (FileSystemException e) {
      Assumptions.abort("only the administrator may give files away");
    }

    assertRefused(file.toString(), "the file belongs to another user");
  }

  @Test
  void b10_fileOverOneMebibyte_isRefused() throws Exception {
    Path file = file("");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(100L << 20);
    }
    assertRefused(file.toString(), "is larger than 1 MiB.");
  }

  @Test
  void b11_bytesThatAreNoText_areRefusedWithTheirOffset() throws Exception {
    Path file = file("");
    Files.write(file, new byte[] {'#', 'a', '\n', (byte) 0xFF, 'x'});
    assertRefused(file.toString(), "is not UTF-8 text at byte offset 3.");
    Files.write(file, new byte[] {'#', 0, '\n'});
    assertRefused(file.toString(), "has a control character at byte offset 1.");
  }

  // --- B12 to B16: paths and references --------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"store", "audit.directory", "certificates"})
  void b12_pathWithDotDotNulOrLink_isRefused(String name) throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);

    assertRefused(name + "=../store", "without \"..\"");
    assertRefused(name + "=" + directory + "/a/../b", "without \"..\"");
    assertRefused(name + "=a\0b", "takes a path");
    assertRefused(name + "=" + link, "symbolic link");
    assertRefused(name + "=" + link + "/deeper/still", "symbolic link");
    assertThat(inline(name + "=" + real).get(name)).contains(real.toString());
    assertThat(inline(name + "=sub/dir").get(name))
        .contains(directory.resolve("home/sub/dir").toString());
  }

  @Test
  void b12_relativePath_linkAboveTheBaseIsFineAndBelowItIsNot() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real-home"));
    Path home = Files.createSymbolicLink(directory.resolve("home-link"), real);
    Files.createSymbolicLink(real.resolve("inner"), directory);
    Source linked = source().withHome(home);

    assertThat(Configuration.load(linked.withArgument("store=keys")).get("store"))
        .contains(home.resolve("keys").toString());
    assertThat(Configuration.load(linked.withArgument("store=~/keys")).get("store"))
        .contains(directory.resolve("keys").toString());
    assertThatThrownBy(() -> Configuration.load(linked.withArgument("store=inner/keys")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("symbolic link");
  }

  @Test
  void b15_undefinedReference_isRefused() {
    assertRefused("principal=${NOBODY}", "environment variable NOBODY is not set");
  }

  @Test
  void b16_recursiveOrMalformedReference_isRefused() {
    environment.put("A", "${B}");
    environment.put("B", "x");
    assertRefused("principal=${A}", "itself has a ${…} reference");
    assertRefused("principal=${${B}}", "takes the name of an environment variable");
    assertRefused("principal=${jndi:ldap://x}", "takes the name of an environment variable");
    assertRefused("principal=x${B", "not closed");
    assertThat(inline("principal=a${B}c$d").get("principal")).contains("axc$d");
  }

  // --- B17 to B20: endpoints and numbers -------------------------------------------------------

  @Test
  void b17_plainHttp_onlyOnLoopbackOrBySwitch() {
    assertThat(inline("endpoint=http://127.0.0.1:8080").get("endpoint")).isPresent();
    assertThat(inline("endpoint=http://[::1]:8080").get("endpoint")).isPresent();
    assertRefused("endpoint=http://kms.example", "endpoint.plain-http=true");
    assertRefused("endpoint=http://127.0.0.1.example", "endpoint.plain-http=true");
    assertThat(inline("endpoint=http://kms.example;endpoint.plain-http=true").get("endpoint"))
        .isPresent();
  }

  @Test
  void b18_userInformation_isRefusedAndNotRepeated() {
    assertRefused("endpoint=https://user:canary@kms.example", "user information");
    assertThatThrownBy(() -> inline("endpoint=https://user:canary@kms.example"))
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254",
        "https://[fe80::1]",
        "https://[::ffff:169.254.169.254]",
        "https://[0:0:0:0:0:ffff:a9fe:a9fe]",
        "https://[fd00:ec2:0::254]",
        "https://metadata.google.internal.",
        "https://metadata.google.internal",
        "https://METADATA"
      })
  void b19_linkLocalAndMetadata_onlyBySwitch(String endpoint) {
    assertRefused("endpoint=" + endpoint, "endpoint.link-local=true");
    assertThat(inline("endpoint=" + endpoint + ";endpoint.link-local=true").get("endpoint"))
        .contains(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout.connect=0ms",
        "timeout.connect=-5s",
        "timeout.call=99999999999d",
        "timeout.call=11m",
        "retry.attempts=0",
        "retry.attempts=-1",
        "retry.attempts=21",
        "cache.max-bytes=9223372036854775808",
        "cache.decrypt-entries=0"
      })
  void b20_numberOutOfRange_isRefusedWithTheRange(String text) {
    assertRefused(text, " to ");
  }

  @Test
  void unknownBackend_namesLineAndChoices() throws Exception {
    Configuration configuration = ofFile("\n\nbackend=embeded\n");

    assertThat(configuration.unknownBackend(java.util.List.of()))
        .hasMessageContaining(
            "keyward.properties line 3: unknown value \"embeded\" for backend; use \"embedded\" or"
                + " \"remote\".");
    assertThat(Configuration.load(source()).unknownBackend(java.util.List.of("remote")))
        .hasMessageContaining("not on the class path");
  }

  private void assertRefused(String argument, String expected) {
    assertThatThrownBy(() -> inline(argument))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("config ")
        .hasMessageContaining(expected);
  }
}
