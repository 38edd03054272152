package dev.keyward.envelope;

/**
 * What the data-key cache did since it was made.
 *
 * @param hits messages that used a data key already there
 * @param misses data keys fetched because none was usable
 * @param refreshes data keys fetched ahead of need
 * @param evictions data keys dropped before or at the end of their time
 * @param entries data keys held now
 */
public record CacheStatistics(
    long hits, long misses, long refreshes, long evictions, int entries) {}
