package dev.keyward.jca.cipher;

import dev.keyward.envelope.MessageSealer;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;

/** Encrypting: a stream, header first. */
final class MessageToSeal implements Message {
  private final MessageSealer sealer;
  private final byte[] iv;
  private final WipedBuffer aad = new WipedBuffer();
  private boolean dataSeen;
  private boolean finished;
  private KeywardException remembered;

  MessageToSeal(MessageSealer sealer, byte[] iv, boolean ivChosen) {
    this.sealer = sealer;
    this.iv = iv;
    sealer.begin(iv, ivChosen);
  }

  @Override
  public byte[] iv() {
    return iv;
  }

  @Override
  public void aad(byte[] bytes, int offset, int length) {
    checkNotFinished();
    if (dataSeen) {
      throw new IllegalStateException("Update has been called; no more associated data");
    }
    aad.append(bytes, offset, length);
  }

  /** May fetch the data key, because the header's size depends on it. Never throws. */
  @Override
  public int outputSize(int inputLength) {
    if (finished) {
      return 0;
    }
    try {
      remembered = null;
      sealer.prepare();
      return sealer.finishSize(inputLength);
    } catch (KmsException e) {
      remembered = CipherFailures.sealing(e);
    } catch (KeywardException e) {
      remembered = e;
    }
    return inputLength;
  }

  @Override
  public int updateSize(int inputLength) {
    prepare();
    return sealer.updateSize(inputLength);
  }

  @Override
  public int finishSize(byte[] in, int offset, int length) {
    prepare();
    return sealer.finishSize(length);
  }

  @Override
  public int update(byte[] in, int offset, int length, byte[] out, int outOffset) {
    prepare();
    startData();
    return sealer.update(in, offset, length, out, outOffset);
  }

  @Override
  public byte[] finish(byte[] in, int offset, int length) {
    byte[] out = new byte[finishSize(in, offset, length)];
    finish(in, offset, length, out, 0);
    return out;
  }

  @Override
  public int finish(byte[] in, int offset, int length, byte[] out, int outOffset) {
    prepare();
    startData();
    int written = sealer.finish(in, offset, length, out, outOffset);
    finished = true;
    return written;
  }

  @Override
  public void abandon() {
    sealer.abandon();
  }

  private void prepare() {
    checkNotFinished();
    KeywardException earlier = remembered;
    if (earlier != null) {
      remembered = null;
      throw earlier;
    }
    try {
      sealer.prepare();
    } catch (KmsException e) {
      throw CipherFailures.sealing(e);
    }
  }

  private void startData() {
    if (!dataSeen) {
      dataSeen = true;
      sealer.aad(aad.array(), 0, aad.length());
    }
  }

  private void checkNotFinished() {
    if (finished) {
      throw new IllegalStateException(
          "Must use either different key or iv for GCM encryption: call init again");
    }
  }
}
