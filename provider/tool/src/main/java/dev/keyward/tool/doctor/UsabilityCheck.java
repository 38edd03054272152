package dev.keyward.tool.doctor;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Finding;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyState;
import java.util.ArrayList;
import java.util.List;

/** Whether keys do what they are for, algorithm by algorithm: really, in the key service. */
public final class UsabilityCheck implements Check {
  private final Kms kms;
  private final SampleKeys sample;

  /**
   * Prepares.
   *
   * @param kms the key service
   * @param sample the keys to try
   */
  public UsabilityCheck(Kms kms, SampleKeys sample) {
    this.kms = kms;
    this.sample = sample;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (KeyMetadata key : sample.keys()) {
      findings.addAll(tried(key));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok("keys", "no usable keys yet, none was tried"))
        : findings;
  }

  private List<Finding> tried(KeyMetadata key) {
    String subject = "key " + key.keyId();
    if (key.keyState() != KeyState.ENABLED) {
      return List.of(
          Finding.fail(
              subject,
              "is in state " + key.keyState().wireName() + " and cannot be used",
              "Enable it, cancel its deletion, or import its material."));
    }
    List<Finding> findings = new ArrayList<>();
    List<String> works = new ArrayList<>();
    for (KeyTrial.Attempt attempt : new KeyTrial(kms, key).attempts()) {
      Finding failed = tried(subject, attempt);
      if (failed == null) {
        works.add(attempt.algorithm());
      } else {
        findings.add(failed);
      }
    }
    if (!works.isEmpty()) {
      findings.add(Finding.ok(subject, key.keySpec() + " works with " + String.join(" ", works)));
    }
    return findings;
  }

  private Finding tried(String subject, KeyTrial.Attempt attempt) {
    try {
      return attempt.body().succeeds()
          ? null
          : Finding.fail(
              subject,
              attempt.algorithm() + ": what came back is not what went in",
              "Do not use the key service before that is explained.");
    } catch (KmsServiceException e) {
      return e.is(ErrorCode.ACCESS_DENIED)
          ? denied(subject, attempt, e)
          : Finding.fail(
              subject,
              attempt.algorithm() + ": " + e.code() + " " + e.getMessage(),
              "See what the key service says.");
    } catch (KmsException e) {
      return Finding.fail(
          subject, attempt.algorithm() + ": " + e.getMessage(), "See what the key service says.");
    }
  }

  /** The service names the permission. Not all who look are meant to use every key. */
  private Finding denied(String subject, KeyTrial.Attempt attempt, KmsServiceException e) {
    String found = attempt.algorithm() + ": permission is missing: " + e.getMessage();
    String remedy = "Ask an administrator of the key for it.";
    return sample.named()
        ? Finding.fail(subject, found, remedy)
        : Finding.warn(subject, found, remedy);
  }
}
