package dev.keyward.embedded.lifecycle;

import java.util.List;

/**
 * The set a multi-Region key belongs to, as each of its members keeps it.
 *
 * @param primaryRegion Region of the primary key
 * @param replicaRegions Regions of the replicas, in alphabetical order
 */
public record MultiRegionSet(String primaryRegion, List<String> replicaRegions) {}
