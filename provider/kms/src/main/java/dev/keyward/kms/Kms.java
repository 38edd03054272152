package dev.keyward.kms;

/**
 * The operations of the KMS API. The embedded engine, the wire client and the HTTP endpoint are its
 * neighbours.
 *
 * <p>Every operation throws {@link KmsServiceException} with the error code of the API. Byte arrays
 * in requests and responses are not copied: whoever made them zeroes them if they are secret.
 * Implementations are thread-safe.
 */
public interface Kms extends AutoCloseable {

  /**
   * Creates a customer managed key.
   *
   * @param request what is asked
   * @return what is answered
   */
  CreateKey.Response createKey(CreateKey.Request request);

  /**
   * Describes a key in whatever state it is.
   *
   * @param request what is asked
   * @return what is answered
   */
  DescribeKey.Response describeKey(DescribeKey.Request request);

  /**
   * Lists the keys of the account and Region, in every state.
   *
   * @param request what is asked
   * @return what is answered
   */
  ListKeys.Response listKeys(ListKeys.Request request);

  /**
   * Creates a name for a key.
   *
   * @param request what is asked
   */
  void createAlias(CreateAlias.Request request);

  /**
   * Points an alias to another key.
   *
   * @param request what is asked
   */
  void updateAlias(UpdateAlias.Request request);

  /**
   * Deletes an alias; its key stays.
   *
   * @param request what is asked
   */
  void deleteAlias(DeleteAlias.Request request);

  /**
   * Lists the aliases of the account and Region, or of one key.
   *
   * @param request what is asked
   * @return what is answered
   */
  ListAliases.Response listAliases(ListAliases.Request request);

  /**
   * Encrypts up to 4,096 bytes.
   *
   * @param request what is asked
   * @return what is answered
   */
  Encrypt.Response encrypt(Encrypt.Request request);

  /**
   * Decrypts what Encrypt, ReEncrypt or one of the data key operations encrypted.
   *
   * @param request what is asked
   * @return what is answered
   */
  Decrypt.Response decrypt(Decrypt.Request request);

  /**
   * Decrypts and encrypts anew inside the KMS; the plaintext never leaves it.
   *
   * @param request what is asked
   * @return what is answered
   */
  ReEncrypt.Response reEncrypt(ReEncrypt.Request request);

  /**
   * Makes a random data key and returns it in clear and encrypted.
   *
   * @param request what is asked
   * @return what is answered
   */
  GenerateDataKey.Response generateDataKey(GenerateDataKey.Request request);

  /**
   * Makes a random data key and returns it encrypted only.
   *
   * @param request what is asked
   * @return what is answered
   */
  GenerateDataKeyWithoutPlaintext.Response generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintext.Request request);

  /**
   * Returns random bytes.
   *
   * @param request what is asked
   * @return what is answered
   */
  GenerateRandom.Response generateRandom(GenerateRandom.Request request);

  /**
   * Signs a message or a digest.
   *
   * @param request what is asked
   * @return what is answered
   */
  Sign.Response sign(Sign.Request request);

  /**
   * Verifies a signature.
   *
   * @param request what is asked
   * @return what is answered
   */
  Verify.Response verify(Verify.Request request);

  /**
   * Returns the public half of a key pair.
   *
   * @param request what is asked
   * @return what is answered
   */
  GetPublicKey.Response getPublicKey(GetPublicKey.Request request);

  /**
   * Enables a key.
   *
   * @param request what is asked
   */
  void enableKey(EnableKey.Request request);

  /**
   * Disables a key.
   *
   * @param request what is asked
   */
  void disableKey(DisableKey.Request request);

  /**
   * Starts the waiting period after which a key is deleted.
   *
   * @param request what is asked
   * @return what is answered
   */
  ScheduleKeyDeletion.Response scheduleKeyDeletion(ScheduleKeyDeletion.Request request);

  /**
   * Ends the waiting period; the key is disabled afterwards.
   *
   * @param request what is asked
   * @return what is answered
   */
  CancelKeyDeletion.Response cancelKeyDeletion(CancelKeyDeletion.Request request);

  /**
   * Turns automatic rotation on, or changes its period.
   *
   * @param request what is asked
   */
  void enableKeyRotation(EnableKeyRotation.Request request);

  /**
   * Turns automatic rotation off.
   *
   * @param request what is asked
   */
  void disableKeyRotation(DisableKeyRotation.Request request);

  /**
   * Tells whether and when a key is rotated.
   *
   * @param request what is asked
   * @return what is answered
   */
  GetKeyRotationStatus.Response getKeyRotationStatus(GetKeyRotationStatus.Request request);

  /**
   * Gives a key new key material now.
   *
   * @param request what is asked
   * @return what is answered
   */
  RotateKeyOnDemand.Response rotateKeyOnDemand(RotateKeyOnDemand.Request request);

  /**
   * Replaces the policy of a key.
   *
   * @param request what is asked
   */
  void putKeyPolicy(PutKeyPolicy.Request request);

  /**
   * Returns the policy of a key.
   *
   * @param request what is asked
   * @return what is answered
   */
  GetKeyPolicy.Response getKeyPolicy(GetKeyPolicy.Request request);

  /**
   * Lists the names of a key's policies, which is one.
   *
   * @param request what is asked
   * @return what is answered
   */
  ListKeyPolicies.Response listKeyPolicies(ListKeyPolicies.Request request);

  /**
   * Allows a principal to use a key.
   *
   * @param request what is asked
   * @return what is answered
   */
  CreateGrant.Response createGrant(CreateGrant.Request request);

  /**
   * Lists the grants of a key.
   *
   * @param request what is asked
   * @return what is answered
   */
  ListGrants.Response listGrants(ListGrants.Request request);

  /**
   * Lists the grants that a principal may retire.
   *
   * @param request what is asked
   * @return what is answered
   */
  ListRetirableGrants.Response listRetirableGrants(ListRetirableGrants.Request request);

  /**
   * Ends a grant that is no longer needed.
   *
   * @param request what is asked
   */
  void retireGrant(RetireGrant.Request request);

  /**
   * Ends a grant as an administrator of the key.
   *
   * @param request what is asked
   */
  void revokeGrant(RevokeGrant.Request request);

  /**
   * Adds tags to a key or replaces their values.
   *
   * @param request what is asked
   */
  void tagResource(TagResource.Request request);

  /**
   * Removes tags from a key.
   *
   * @param request what is asked
   */
  void untagResource(UntagResource.Request request);

  /**
   * Lists the tags of a key.
   *
   * @param request what is asked
   * @return what is answered
   */
  ListResourceTags.Response listResourceTags(ListResourceTags.Request request);

  /**
   * Changes the description of a key.
   *
   * @param request what is asked
   */
  void updateKeyDescription(UpdateKeyDescription.Request request);

  /**
   * Tells when a key was used last.
   *
   * @param request what is asked
   * @return what is answered
   */
  GetKeyLastUsage.Response getKeyLastUsage(GetKeyLastUsage.Request request);

  /**
   * Lists the rotations or all key material of a key.
   *
   * @param request what is asked
   * @return what is answered
   */
  ListKeyRotations.Response listKeyRotations(ListKeyRotations.Request request);

  /**
   * Makes a key pair and returns its private key in clear and encrypted.
   *
   * @param request what is asked
   * @return what is answered
   */
  GenerateDataKeyPair.Response generateDataKeyPair(GenerateDataKeyPair.Request request);

  /**
   * Makes a key pair and returns its private key encrypted only.
   *
   * @param request what is asked
   * @return what is answered
   */
  GenerateDataKeyPairWithoutPlaintext.Response generateDataKeyPairWithoutPlaintext(
      GenerateDataKeyPairWithoutPlaintext.Request request);

  /**
   * Computes a message authentication code.
   *
   * @param request what is asked
   * @return what is answered
   */
  GenerateMac.Response generateMac(GenerateMac.Request request);

  /**
   * Verifies a message authentication code.
   *
   * @param request what is asked
   * @return what is answered
   */
  VerifyMac.Response verifyMac(VerifyMac.Request request);

  /**
   * Derives a shared secret by key agreement.
   *
   * @param request what is asked
   * @return what is answered
   */
  DeriveSharedSecret.Response deriveSharedSecret(DeriveSharedSecret.Request request);

  /**
   * Makes a shared secret and encapsulates it for a key.
   *
   * @param request what is asked
   * @return what is answered
   */
  Encapsulate.Response encapsulate(Encapsulate.Request request);

  /**
   * Recovers a shared secret that was encapsulated for a key.
   *
   * @param request what is asked
   * @return what is answered
   */
  Decapsulate.Response decapsulate(Decapsulate.Request request);

  /**
   * Returns the wrapping key and the token that an import needs.
   *
   * @param request what is asked
   * @return what is answered
   */
  GetParametersForImport.Response getParametersForImport(GetParametersForImport.Request request);

  /**
   * Gives a key material that was made elsewhere.
   *
   * @param request what is asked
   * @return what is answered
   */
  ImportKeyMaterial.Response importKeyMaterial(ImportKeyMaterial.Request request);

  /**
   * Deletes imported key material; the key stays.
   *
   * @param request what is asked
   * @return what is answered
   */
  DeleteImportedKeyMaterial.Response deleteImportedKeyMaterial(
      DeleteImportedKeyMaterial.Request request);

  /**
   * Makes a replica of a multi-Region key in another Region.
   *
   * @param request what is asked
   * @return what is answered
   */
  ReplicateKey.Response replicateKey(ReplicateKey.Request request);

  /**
   * Makes a replica the primary key.
   *
   * @param request what is asked
   */
  void updatePrimaryRegion(UpdatePrimaryRegion.Request request);

  /**
   * Registers a custom key store.
   *
   * @param request what is asked
   * @return what is answered
   */
  CreateCustomKeyStore.Response createCustomKeyStore(CreateCustomKeyStore.Request request);

  /**
   * Lists custom key stores.
   *
   * @param request what is asked
   * @return what is answered
   */
  DescribeCustomKeyStores.Response describeCustomKeyStores(DescribeCustomKeyStores.Request request);

  /**
   * Changes the properties of a custom key store.
   *
   * @param request what is asked
   * @return what is answered
   */
  UpdateCustomKeyStore.Response updateCustomKeyStore(UpdateCustomKeyStore.Request request);

  /**
   * Connects a custom key store to what is behind it.
   *
   * @param request what is asked
   * @return what is answered
   */
  ConnectCustomKeyStore.Response connectCustomKeyStore(ConnectCustomKeyStore.Request request);

  /**
   * Disconnects a custom key store; its keys become unavailable.
   *
   * @param request what is asked
   * @return what is answered
   */
  DisconnectCustomKeyStore.Response disconnectCustomKeyStore(
      DisconnectCustomKeyStore.Request request);

  /**
   * Forgets a custom key store that holds no keys.
   *
   * @param request what is asked
   * @return what is answered
   */
  DeleteCustomKeyStore.Response deleteCustomKeyStore(DeleteCustomKeyStore.Request request);

  /** Releases connections and opened key material. Idempotent. */
  @Override
  void close();
}
