package dev.keyward.kms.sigv4;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a signing key is good for: one day, one Region, one service.
 *
 * @param date eight digits, the day in UTC
 * @param region a Region, such as {@code eu-west-1}
 * @param service the signing name; {@code kms} here, {@code sts} for the calls that fetch
 *     credentials
 */
public record CredentialScope(String date, String region, String service) {
  /** The signing name of KMS. */
  public static final String KMS = "kms";

  private static final String TERMINATOR = "aws4_request";
  private static final int PARTS = 4;
  private static final int MAX_LENGTH = 128;
  private static final Pattern DATE = Pattern.compile("\\d{8}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one of them is not of its form
   */
  public CredentialScope {
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(service, "service");
    if (!DATE.matcher(date).matches()
        || !NAME.matcher(region).matches()
        || !NAME.matcher(service).matches()) {
      throw new IllegalArgumentException(
          "a credential scope reads 20260115/eu-west-1/kms/aws4_request");
    }
  }

  /**
   * The scope of a request that is signed now.
   *
   * @param time the time of the request
   * @param region the Region
   * @param service the signing name
   * @return its scope
   */
  public static CredentialScope at(Instant time, String region, String service) {
    return new CredentialScope(DAY.format(time), region, service);
  }

  /**
   * Reads what stands in an {@code Authorization} header behind the access key id.
   *
   * @param text {@code date/region/service/aws4_request}
   * @return the scope
   * @throws IllegalArgumentException if it does not read like that
   */
  public static CredentialScope parse(String text) {
    String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split("/", -1);
    if (parts.length != PARTS || !TERMINATOR.equals(parts[PARTS - 1])) {
      throw new IllegalArgumentException(
          "a credential scope reads 20260115/eu-west-1/kms/aws4_request");
    }
    return new CredentialScope(parts[0], parts[1], parts[2]);
  }

  /** The scope as it stands in headers and in the string to sign. */
  @Override
  public String toString() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
