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

  /** Releases connections and opened key material. Idempotent. */
  @Override
  void close();
}
