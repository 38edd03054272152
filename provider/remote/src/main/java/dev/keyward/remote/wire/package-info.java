/**
 * The KMS protocol as a client speaks it: an operation becomes a signed request, an answer becomes
 * a record or an error, and a request whose fate is unknown is sent again or not.
 *
 * <p>{@link dev.keyward.remote.wire.KmsCalls} is what other rooms see and wrap. No HTTP library
 * lives here, and no check of what an answer says; both have rooms of their own.
 */
package dev.keyward.remote.wire;
