/**
 * HTTP/1.1 as the endpoint speaks it: connections, heads, bodies, and all their limits. The only
 * room that sees HttpCore. It knows nothing of signatures, operations or keys.
 */
package dev.keyward.endpoint.http;
