/**
 * Values that name and describe managed keys: references, specs, usages, states, encryption
 * contexts.
 *
 * <p>Everything here is immutable and knows only the JDK. Nothing here touches key material, talks
 * to a backend or implements a JCA engine class.
 */
package dev.keyward.model;
