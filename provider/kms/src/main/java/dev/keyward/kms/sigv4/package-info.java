/**
 * AWS Signature Version 4 as the KMS protocol uses it: what is signed, with what key, and how the
 * header reads. The client signs with it and the endpoint checks with it; neither HTTP nor clocks
 * live here.
 */
package dev.keyward.kms.sigv4;
