/**
 * HTTP and TLS: one request, one answer, within limits. The only room that sees HttpClient.
 *
 * <p>Nothing here knows the KMS, signs, retries or logs; a request and its answer may hold keys.
 */
package dev.keyward.remote.http;
