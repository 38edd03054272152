package dev.keyward.tool.doctor;

import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.MacSpi;

/** A MAC that accepts every key, and computes nothing. */
public final class GreedyMac extends MacSpi {

  /** Made by reflection. */
  public GreedyMac() {}

  @Override
  protected int engineGetMacLength() {
    return 32;
  }

  @Override
  protected void engineInit(Key key, AlgorithmParameterSpec params) {
    // every key will do
  }

  @Override
  protected void engineUpdate(byte input) {
    // nothing is computed
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    // nothing is computed
  }

  @Override
  protected byte[] engineDoFinal() {
    return new byte[32];
  }

  @Override
  protected void engineReset() {
    // nothing is kept
  }
}
