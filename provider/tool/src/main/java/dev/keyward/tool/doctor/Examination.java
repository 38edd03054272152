package dev.keyward.tool.doctor;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.Finding;
import dev.keyward.kms.Finding.Level;
import dev.keyward.kms.KmsServiceException;
import java.security.ProviderException;
import java.util.ArrayList;
import java.util.List;

/** Runs checks one after the other; one that fails itself stops no other. */
public final class Examination {
  private final List<Finding> findings = new ArrayList<>();

  /** Nothing was looked at yet. */
  public Examination() {}

  /**
   * Runs one check.
   *
   * @param subject what it is about, should it fail itself
   * @param check the check
   */
  public void run(String subject, Check check) {
    try {
      findings.addAll(check.run());
    } catch (KmsServiceException e) {
      add(Finding.fail(subject, e.code() + ": " + e.getMessage(), remedyFor(e)));
    } catch (KmsException | ProviderException | IllegalArgumentException e) {
      add(Finding.fail(subject, String.valueOf(e.getMessage()), "See the text before this."));
    }
  }

  /**
   * Adds what was found otherwise.
   *
   * @param finding a finding
   */
  public void add(Finding finding) {
    findings.add(finding);
  }

  private static String remedyFor(KmsServiceException e) {
    return e.code().startsWith("AccessDenied")
        ? "Ask an administrator for the permission."
        : "See what the key service says.";
  }

  /**
   * All that was found, in the order of the checks.
   *
   * @return a copy
   */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /**
   * Whether nothing is broken.
   *
   * @return true also if there are warnings
   */
  public boolean isWell() {
    return findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
  }
}
