package dev.keyward.kms;

import java.util.List;

/**
 * The set a multi-Region key belongs to.
 *
 * @param multiRegionKeyType primary or replica
 * @param primaryKey the primary key
 * @param replicaKeys the replica keys
 */
public record MultiRegionConfiguration(
    MultiRegionKeyType multiRegionKeyType,
    MultiRegionKey primaryKey,
    List<MultiRegionKey> replicaKeys) {}
