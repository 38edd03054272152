package dev.keyward.embedded.material;

/**
 * What the self-tests of RSA start from: a key pair that was made for them and protects nothing,
 * and what OpenSSL 3.0 answered with it for the text {@link #MESSAGE}.
 *
 * <p>Made with {@code openssl genrsa 2048} and {@code openssl pkeyutl} over the SHA-256 digest.
 */
final class RsaTestKey {
  static final String MESSAGE = "keyward self-test";

  /** The first prime factor of the modulus. */
  static final String PRIME_P =
      "dd2cf2d518f66e760186901afd6a186832c06724d9d17dd7d036c66f21ea8088"
          + "b855192bb84accd22c16116edc6d7af5de2c361d0b5ba04619ccf44f651b5363"
          + "cbc945927f3c53f55aba7454512c2a6a1abba0ac47c53841233d88bd66021ad6"
          + "757b32c3a6259632934b9801cf844c838f965bdeee69058ba97fc21c750fe40f";

  /** The second prime factor of the modulus. */
  static final String PRIME_Q =
      "c2056e63e72874c272688f60d93d5fe39ec258c8721f5532ecd0ea8f5a5b0669"
          + "a5eacef585cd25fdad585dec628c7bb0d01b9147033cdee6a62f7eef6e20b1fd"
          + "28bca1f1fc45a162bc525ddfc31da6cbe251425a9662c12c5f9f1d337ad0d7dc"
          + "0b42072467f1ef4f3a5f899ed2e7f95418e44d7e1d5651fc9a0b4d5a2cbcce0b";

  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  static final String PKCS1_SIGNATURE =
      "63d47dcb724c342c72d9a32d3dff63039d34e3cf3bf6d71132f9a144cb4c3a12"
          + "b64bac0b735a9a6a8298e3e46d5a0d7f9c52417f847f2dad9b5b8663207be420"
          + "34c14f7962caa6719fd2a2bdcbf761ec31492bfe649f4c9465ea1af53982c67f"
          + "fcb3572b903d6179d3d57fa4c4e3b59cba58175e3eaba8e3698f4f00fa057555"
          + "31bd707c7ef2192df462685e28a0e3150864ea5bfd2ea10fcba95c69e6e14990"
          + "457a2608ed52cfdfda8b4d919e1901881d108148239b3041f15f31829986d6bf"
          + "95295fab61d090add55ccc3c5749933728b7944e8f6ba2109bb0bbdefce894d3"
          + "c3c7b192ffa5f6d1e288aa11f6c9b12e7dc74145b042bf8d34429fa9f04758d0";

  /** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and 32 bytes of salt. */
  static final String PSS_SIGNATURE =
      "39c1d6e3d880218bfa0a5167408e73f0302ab23d2a3b8a59a1826b227ca33b8c"
          + "23d0a82c2f1981c51f2378a688ec34c92b5ce08b341f9ed2202b93b625eebb25"
          + "0f22b11ad3dfc51ee20aee653b321f1f50af6b4c0978c0a2d766b39a3f115a0a"
          + "496b2e7113f96847565da7f4eea6fd87fd659f1a7cdda55d509252d529e4cc45"
          + "07f57dd5c7913ac9669252e0a25e0b4f13c2792ff2559d37db9f9db9de3cebbc"
          + "ff8192e67799dd3801976b8b93c4c9c137becfbc2d12e821fffca8ebe36c837d"
          + "c97cf2d2919c2152c1cdd49b6124860eba2543e35079f8b733e0b28e00a65141"
          + "c7765a191b4d5dcdb0324447591fc9082bf7073caf93f890d4cc85300585c997";

  /** RSAES-OAEP with SHA-256 and MGF1 with SHA-256. */
  static final String OAEP_CIPHERTEXT =
      "01bfaf5bbd63b0cdd5da21126bf54b5f21596b344c30685ffdfd277a96988a95"
          + "e5330f45a3e3b88b6305258df1094f2e9803eaf1f23a058c60f16e26a1191ee8"
          + "e3d8e6c03db93536662b70ca56dc8300967084a0c979a900f4e2e861b60aefde"
          + "cfd4027c82f50777073265dcadc05b07d99dc84da21fe02fdafd3a61e61b3cd6"
          + "1cf739077a6fd893a372f5cb80f032ba3bdc1e3a58354d25f7b1014a7cddc197"
          + "8eb34aa6cca66fafae89500620e0d8cb07c31b0c594e7f277d4e6b0a57ee01c6"
          + "12edf6d21d03bdd66ca82cc85a43b21f23fc6e8b3431035aed8f6283506dd624"
          + "ffc5a1985999fd628533859c8980650ceabd3f2b6da291edd726c0e9f0151ffc";

  private RsaTestKey() {}
}
