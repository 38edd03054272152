package dev.keyward.embedded.material;

/**
 * Key material ready for use. Thread-safe.
 *
 * <p>Closing zeroes what can be zeroed. Private keys of pairs live in {@code BigInteger}s, which
 * cannot: they are dropped for the garbage collector.
 */
public sealed interface KeyMaterial extends AutoCloseable
    permits SymmetricMaterial, RsaMaterial, EcMaterial {

  @Override
  void close();
}
