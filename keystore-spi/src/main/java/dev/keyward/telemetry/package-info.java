/**
 * How the parts show themselves to the JDK's tools, at no cost while nobody looks. What they show,
 * each part says itself.
 */
package dev.keyward.telemetry;
