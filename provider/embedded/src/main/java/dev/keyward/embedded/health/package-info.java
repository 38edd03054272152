/**
 * How a store and what lies around it are: files, root key, clock, audit trail, speed. Each class
 * looks at one of them and answers with findings; nothing is changed here, and what is broken is an
 * answer and not an exception.
 */
package dev.keyward.embedded.health;
