package dev.keyward.wycheproof;

import java.util.List;

/** Vectors that share a key or parameters, which are the fields. */
public record VectorGroup(Fields fields, List<Vector> vectors) {}
