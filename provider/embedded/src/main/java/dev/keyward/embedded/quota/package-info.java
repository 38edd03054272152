/**
 * How much and how often: request quotas as token buckets, and the figures of the resource quotas.
 *
 * <p>{@link dev.keyward.embedded.quota.RequestQuotas} is asked before a call is carried out. What a
 * quota is counted in is decided here; counting keys, aliases and grants is not: that needs the
 * store.
 */
package dev.keyward.embedded.quota;
