package dev.keyward.kms;

/**
 * One member of a set of multi-Region keys.
 *
 * @param arn resource name
 * @param region its Region
 */
public record MultiRegionKey(
    @Member(min = 20, max = 2048) String arn,
    @Member(min = 1, max = 32, pattern = "^([a-z]+-){2,3}\\d+$") String region) {}
