package dev.keyward.endpoint;

import dev.keyward.identity.Credential;

/**
 * What a verified signature says.
 *
 * @param credential whose access key made it
 * @param region the Region it was made for
 */
record SignedBy(Credential credential, String region) {}
