package dev.keyward.kms;

import java.time.Instant;

/** ImportKeyMaterial: gives a key material that was made elsewhere. */
public interface ImportKeyMaterial {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param importToken token that belongs to the wrapping key
   * @param encryptedKeyMaterial key material, encrypted under the wrapping key
   * @param validTo when imported material expires
   * @param expirationModel whether imported material expires
   * @param importType whether the key material is new to the key
   * @param keyMaterialDescription free text about the key material
   * @param keyMaterialId backing key that was used
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(required = true, min = 1, max = 6144) byte[] importToken,
      @Member(required = true, min = 1, max = 6144) byte[] encryptedKeyMaterial,
      Instant validTo,
      ExpirationModel expirationModel,
      ImportType importType,
      @Member(max = 256, pattern = "^[a-zA-Z0-9:/_\\s.-]+$") String keyMaterialDescription,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param importToken token that belongs to the wrapping key
     * @param encryptedKeyMaterial key material, encrypted under the wrapping key
     * @return the request
     */
    public static Request of(String keyId, byte[] importToken, byte[] encryptedKeyMaterial) {
      return new Request(keyId, importToken, encryptedKeyMaterial, null, null, null, null, null);
    }

    /**
     * The same request with ValidTo.
     *
     * @param validTo when imported material expires
     * @return a new request
     */
    public Request withValidTo(Instant validTo) {
      return new Request(
          keyId,
          importToken,
          encryptedKeyMaterial,
          validTo,
          expirationModel,
          importType,
          keyMaterialDescription,
          keyMaterialId);
    }

    /**
     * The same request with ExpirationModel.
     *
     * @param expirationModel whether imported material expires
     * @return a new request
     */
    public Request withExpirationModel(ExpirationModel expirationModel) {
      return new Request(
          keyId,
          importToken,
          encryptedKeyMaterial,
          validTo,
          expirationModel,
          importType,
          keyMaterialDescription,
          keyMaterialId);
    }

    /**
     * The same request with ImportType.
     *
     * @param importType whether the key material is new to the key
     * @return a new request
     */
    public Request withImportType(ImportType importType) {
      return new Request(
          keyId,
          importToken,
          encryptedKeyMaterial,
          validTo,
          expirationModel,
          importType,
          keyMaterialDescription,
          keyMaterialId);
    }

    /**
     * The same request with KeyMaterialDescription.
     *
     * @param keyMaterialDescription free text about the key material
     * @return a new request
     */
    public Request withKeyMaterialDescription(String keyMaterialDescription) {
      return new Request(
          keyId,
          importToken,
          encryptedKeyMaterial,
          validTo,
          expirationModel,
          importType,
          keyMaterialDescription,
          keyMaterialId);
    }

    /**
     * The same request with KeyMaterialId.
     *
     * @param keyMaterialId backing key that was used
     * @return a new request
     */
    public Request withKeyMaterialId(String keyMaterialId) {
      return new Request(
          keyId,
          importToken,
          encryptedKeyMaterial,
          validTo,
          expirationModel,
          importType,
          keyMaterialDescription,
          keyMaterialId);
    }
  }

  /**
   * What is answered.
   *
   * @param keyId the key
   * @param keyMaterialId backing key that was used
   */
  record Response(
      @Member(min = 1, max = 2048) String keyId,
      @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId) {}
}
