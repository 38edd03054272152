/**
 * A disk in a file, encrypted as block storage in the cloud is: the volume has a data key of its
 * own, which is stored with it, wrapped by a managed key.
 */
package dev.keyward.samples.volume;
