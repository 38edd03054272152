package dev.keyward.kms;

import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.time.Instant;
import java.util.List;

/**
 * What the KMS tells of a key.
 *
 * @param awsAccountId account of the key
 * @param keyId the key
 * @param arn resource name
 * @param creationDate when it was created
 * @param enabled whether the state is Enabled
 * @param description free text
 * @param keyUsage what the key is for
 * @param keyState state of the key
 * @param deletionDate when the waiting period ends
 * @param validTo when imported material expires
 * @param origin where the key material comes from
 * @param customKeyStoreId custom key store that holds the key
 * @param cloudHsmClusterId cluster behind the custom key store
 * @param expirationModel whether imported material expires
 * @param keyManager who manages the key
 * @param customerMasterKeySpec older name of KeySpec
 * @param keySpec kind of key material
 * @param encryptionAlgorithms algorithms of an encryption key
 * @param signingAlgorithms algorithms of a signing key
 * @param keyAgreementAlgorithms algorithms of a key agreement key
 * @param multiRegion whether the key can have replicas in other Regions
 * @param multiRegionConfiguration primary and replicas
 * @param pendingDeletionWindowInDays waiting period that starts when the last replica is gone
 * @param macAlgorithms algorithms of a MAC key
 * @param xksKeyConfiguration key in the external key manager
 * @param currentKeyMaterialId backing key used for new ciphertexts
 * @param encapsulationAlgorithms algorithms of an encapsulation key
 */
public record KeyMetadata(
    @Member(name = "AWSAccountId") String awsAccountId,
    @Member(required = true, min = 1, max = 2048) String keyId,
    @Member(min = 20, max = 2048) String arn,
    Instant creationDate,
    Boolean enabled,
    @Member(max = 8192) String description,
    KeyUsage keyUsage,
    KeyState keyState,
    Instant deletionDate,
    Instant validTo,
    KeyOrigin origin,
    @Member(min = 1, max = 64) String customKeyStoreId,
    @Member(min = 19, max = 24, pattern = "cluster-[2-7a-zA-Z]{11,16}") String cloudHsmClusterId,
    ExpirationModel expirationModel,
    KeyManager keyManager,
    KeySpec customerMasterKeySpec,
    KeySpec keySpec,
    List<EncryptionAlgorithm> encryptionAlgorithms,
    List<SigningAlgorithm> signingAlgorithms,
    List<KeyAgreementAlgorithm> keyAgreementAlgorithms,
    Boolean multiRegion,
    MultiRegionConfiguration multiRegionConfiguration,
    @Member(min = 1, max = 365) Integer pendingDeletionWindowInDays,
    List<MacAlgorithm> macAlgorithms,
    XksKeyConfigurationType xksKeyConfiguration,
    @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String currentKeyMaterialId,
    List<EncapsulationAlgorithm> encapsulationAlgorithms) {}
