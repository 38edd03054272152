package dev.keyward.embedded.audit;

import java.time.Instant;

/**
 * How far a trail is known to the store, as the store keeps it (in JSON).
 *
 * @param sequence number of the last event
 * @param mac the seal of the last line
 * @param closed whether the trail ended there
 * @param time when this was written
 */
record TrailHead(Long sequence, String mac, Boolean closed, Instant time) {}
