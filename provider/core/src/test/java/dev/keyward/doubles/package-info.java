/** In-memory stand-ins for key services, clocks and randomness. */
package dev.keyward.doubles;
