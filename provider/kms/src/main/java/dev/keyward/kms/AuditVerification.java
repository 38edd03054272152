package dev.keyward.kms;

import java.util.List;

/**
 * What the check of an audit trail found.
 *
 * @param trails how many trails there are: one for each time the service was opened and used
 * @param files how many files they have
 * @param records how many events were read
 * @param checkpoints how many signed checkpoints were read
 * @param signedRecords how many events a checkpoint's signature covers; they can be proven to
 *     others with the public key alone
 * @param openTrails trails that were not closed: their writer still runs, or was killed
 * @param unprovenTails one sentence for each trail whose last events nothing but their own seal
 *     vouches for; if more followed, that cannot be told
 * @param problems everything that is not as it was written; empty if the trail is in order
 */
public record AuditVerification(
    long trails,
    long files,
    long records,
    long checkpoints,
    long signedRecords,
    long openTrails,
    List<String> unprovenTails,
    List<Problem> problems) {

  /**
   * One thing that is wrong; what follows it in the same trail was not checked.
   *
   * @param file name of the file, or of the trail if its file is missing
   * @param line number of the first bad line, from 1; 0 if it is about the file as a whole
   * @param reason what is wrong, for people
   */
  public record Problem(String file, long line, String reason) {}

  public AuditVerification {
    unprovenTails = List.copyOf(unprovenTails);
    problems = List.copyOf(problems);
  }

  /**
   * Tells whether everything is as it was written.
   *
   * @return true if there is no problem
   */
  public boolean isIntact() {
    return problems.isEmpty();
  }
}
