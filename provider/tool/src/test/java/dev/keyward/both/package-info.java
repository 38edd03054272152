/**
 * The two backends held against each other: the tests of one run on the other, and what only both
 * together can show. No test of the endpoint or of the wire client alone.
 */
package dev.keyward.both;
