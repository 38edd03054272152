package dev.keyward.embedded.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** behaviour.md, section 11.5. */
class KeyMaterialIdTest {
  private static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

  @Test
  void ofImported_sameKeyAndMaterial_isTheSame() {
    byte[] material = {1, 2, 3};

    assertThat(KeyMaterialId.ofImported(KEY, material))
        .matches("[0-9a-f]{64}")
        .isEqualTo(KeyMaterialId.ofImported(KEY, material.clone()));
  }

  @Test
  void ofImported_otherKeyOrMaterial_isAnother() {
    String id = KeyMaterialId.ofImported("ab", new byte[] {'c', 1});

    assertThat(id)
        .isNotEqualTo(KeyMaterialId.ofImported("ab", new byte[] {'c', 2}))
        .isNotEqualTo(KeyMaterialId.ofImported("aa", new byte[] {'c', 1}))
        .as("the parts do not run into each other")
        .isNotEqualTo(KeyMaterialId.ofImported("abc", new byte[] {1}));
  }
}
