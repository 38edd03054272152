package dev.keyward.embedded.root;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.embedded.files.Steps;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.StoreSealedException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Puts a ring under another root key. It can be cut off anywhere: the ring then opens with the old
 * root key or the new one, and doing it again finishes it. The renaming of the ring is the moment
 * in which the new root key takes over; the old one is destroyed only after the ring was opened
 * with the new one.
 *
 * <p>Only one process may do this at a time.
 */
public final class RootRotation {
  private final RingFile ringFile;
  private final SecureRandom random;
  private final Steps steps;

  /**
   * Prepares; nothing is opened.
   *
   * @param ringFile the ring
   * @param random where the new root key comes from
   * @param steps is told before each step
   */
  public RootRotation(RingFile ringFile, SecureRandom random, Steps steps) {
    this.ringFile = ringFile;
    this.random = random;
    this.steps = steps;
  }

  /**
   * Gives a source a new root key; the setting stays the same.
   *
   * @param source where the root key comes from now
   * @throws InvalidRequestException if this kind of root key needs another setting
   */
  public void inPlace(RootKeySource source) {
    RootKeySource next =
        source
            .successor()
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "A root key of kind "
                            + source.kind()
                            + " cannot be replaced in its place. Name the new root key."));
    finish(source);
    rewrap(source, next);
    promote(source);
    ringFile.openOnly(source).close();
  }

  /**
   * Finishes a rotation in place that was cut off after the new root key took over. Does nothing
   * otherwise.
   *
   * @param source where the root key comes from
   */
  public void finish(RootKeySource source) {
    Optional<RootKeySource> next = source.successor();
    if (next.isPresent() && !opens(source) && opens(next.get())) {
      promote(source);
    }
  }

  /**
   * Puts the ring under the root key of another source, which is made if it is missing, and
   * destroys the old one.
   *
   * @param from where the root key comes from now
   * @param to where it comes from afterwards
   * @throws InvalidRequestException if both are the same
   */
  public void to(RootKeySource from, RootKeySource to) {
    if (from.kind().equals(to.kind()) && from.file().equals(to.file())) {
      throw new InvalidRequestException("The new root key is the old one. Name another one.");
    }
    finish(from);
    rewrap(from, to);
    try {
      from.retire(steps);
    } catch (IOException e) {
      throw failure("Cannot destroy the old root key", from, e);
    }
  }

  private void rewrap(RootKeySource from, RootKeySource to) {
    if (!opens(from) && opens(to)) {
      return; // A rotation that was cut off came this far.
    }
    try (KeyRing ring = ringFile.openOnly(from)) {
      steps.before("make the new root key");
      to.openOrCreate(random, steps).close();
      steps.before("wrap the ring under the new root key");
      ringFile.replace(ring, to, steps);
      steps.before("retire the old root key");
    }
  }

  private void promote(RootKeySource source) {
    try {
      source.succeed(steps);
    } catch (IOException e) {
      throw failure("Cannot put the new root key in its place", source, e);
    }
  }

  private boolean opens(RootKeySource source) {
    try {
      ringFile.openOnly(source).close();
      return true;
    } catch (StoreSealedException wrong) {
      return false;
    }
  }

  private static RuntimeException failure(String action, RootKeySource source, IOException e) {
    return PrivateFiles.unavailable(action, source.file().orElse(Path.of(source.kind())), e);
  }
}
