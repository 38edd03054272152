package dev.keyward.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFileSystemsTest {
  @ParameterizedTest
  @CsvSource({
    "nfs, true",
    "nfs4, true",
    "CIFS, true",
    "smb3, true",
    "fuse.sshfs, true",
    "ext4, false",
    "xfs, false",
    "apfs, false",
    "NTFS, false",
    "tmpfs, false",
    "fuse.ntfs, false"
  })
  void isNetwork_type_known(String type, boolean expected) {
    assertThat(NetworkFileSystems.isNetwork(type)).isEqualTo(expected);
  }
}
