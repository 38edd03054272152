/**
 * Multi-Region keys: where a call goes when its Region is dark, and how it finds its way back.
 *
 * <p>Only calls that use a key, only {@code mrk-} keys, only Regions that are listed. Sending is
 * done by {@link dev.keyward.remote.wire.KmsCalls}.
 */
package dev.keyward.remote.region;
