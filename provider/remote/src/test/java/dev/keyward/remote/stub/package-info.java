/** Servers that answer well, badly or not at all, and time that passes when it is told to. */
package dev.keyward.remote.stub;
