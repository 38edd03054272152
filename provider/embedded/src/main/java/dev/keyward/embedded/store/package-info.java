/**
 * The store of the embedded engine: sealed records in a SQL database that several processes share.
 *
 * <p>The only room that sees JDBC. It knows nothing of keys, aliases or policies: it keeps bytes
 * under a kind and an id, seals them before they reach the database and checks them when they come
 * back.
 */
package dev.keyward.embedded.store;
