package dev.keyward.kms;

/**
 * An attested enclave.
 *
 * @param keyEncryptionAlgorithm how the result is encrypted
 * @param attestationDocument proof of what runs in the enclave
 */
public record RecipientInfo(
    KeyEncryptionMechanism keyEncryptionAlgorithm,
    @Member(min = 1, max = 262144) byte[] attestationDocument) {}
