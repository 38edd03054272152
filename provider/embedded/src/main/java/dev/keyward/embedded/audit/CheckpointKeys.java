package dev.keyward.embedded.audit;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.json.JsonCodec;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The Ed25519 key that signs the checkpoints of a store's trails (RFC 8032). */
final class CheckpointKeys {
  private static final String ED25519 = "Ed25519";
  private static final RecordId ID = new RecordId(RecordKind.META, "audit-signing-key");

  private CheckpointKeys() {}

  /** The key of the store, made if there is none. */
  static KeyPair loadOrMake(RecordStore store, SecureRandom random) {
    Optional<StoredRecord> found = store.read(ID);
    if (found.isPresent()) {
      return parse(found.get());
    }
    try {
      store.commit(List.of(new Change.Put(ID, Optional.empty(), 0, generate(random))));
    } catch (StoreConflictException madeByAnother) {
      // Theirs is as good, and it is the one that counts.
    }
    return parse(store.read(ID).orElseThrow());
  }

  /** The public key of the store; empty if nothing was ever signed. */
  static Optional<PublicKey> publicKey(RecordStore store) {
    return store.read(ID).map(record -> parse(record).getPublic());
  }

  private static byte[] generate(SecureRandom random) {
    byte[] encoded = {};
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(ED25519, JdkProvider.SUN_EC.instance());
      generator.initialize(255, random);
      KeyPair pair = generator.generateKeyPair();
      encoded = pair.getPrivate().getEncoded();
      return JsonCodec.write(new SigningKeyRecord(encoded, pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no Ed25519", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static KeyPair parse(StoredRecord record) {
    SigningKeyRecord key =
        JsonCodec.read(record.content(), SigningKeyRecord.class, JsonCodec.Reading.REQUEST);
    Arrays.fill(record.content(), (byte) 0);
    try {
      PrivateKey privateKey =
          factory().generatePrivate(new PKCS8EncodedKeySpec(key.privateKey(), ED25519));
      return new KeyPair(publicKey(key.publicKey()), privateKey);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK does not read its own Ed25519 key", e);
    } finally {
      Arrays.fill(key.privateKey(), (byte) 0);
    }
  }

  /** Reads an X.509 SubjectPublicKeyInfo. */
  static PublicKey publicKey(byte[] encoded) throws InvalidKeySpecException {
    return factory().generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static KeyFactory factory() {
    try {
      return KeyFactory.getInstance(ED25519, JdkProvider.SUN_EC.instance());
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no Ed25519", e);
    }
  }

  static byte[] sign(PrivateKey key, byte[] text) {
    try {
      Signature signature = Signature.getInstance(ED25519, JdkProvider.SUN_EC.instance());
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new ProviderException("Ed25519 failed inside the JDK", e);
    }
  }

  static boolean verify(PublicKey key, byte[] text, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ED25519, JdkProvider.SUN_EC.instance());
      signature.initVerify(key);
      signature.update(text);
      return signature.verify(signed);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("Ed25519 failed inside the JDK", e);
    }
  }
}
