package dev.keyward.embedded.material;

/**
 * Key material ready for use. Thread-safe.
 *
 * <p>Closing zeroes what can be zeroed. Private keys of pairs live in {@code BigInteger}s, or in
 * objects of Bouncy Castle: they are dropped for the garbage collector.
 */
public sealed interface KeyMaterial extends AutoCloseable
    permits SymmetricMaterial,
        HmacMaterial,
        RsaMaterial,
        EcMaterial,
        EdwardsMaterial,
        MlDsaMaterial,
        MlKemMaterial {

  @Override
  void close();
}
