package dev.keyward.remote.stub;

import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Sign;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A small KMS with one symmetric key and one P-256 key, which counts what it is asked. */
public final class StubKms implements FaultServer.Behaviour {
  public static final String ACCOUNT = "111122223333";
  public static final String KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
  public static final String MULTI_REGION_ID = "mrk-1234abcd12ab34cd56ef1234567890ab";

  private final String region;
  private final String keyId;
  private final KeyPair pair;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<String, byte[]> dataKeys = new ConcurrentHashMap<>();

  private StubKms(String region, String keyId, KeyPair pair) {
    this.region = region;
    this.keyId = keyId;
    this.pair = pair;
  }

  public static StubKms of(String region, String keyId) {
    return new StubKms(region, keyId, newPair());
  }

  /** A replica in another Region. */
  public StubKms replica(String other) {
    StubKms replica = new StubKms(other, keyId, pair);
    replica.dataKeys.putAll(dataKeys);
    return replica;
  }

  public void learnFrom(StubKms other) {
    dataKeys.putAll(other.dataKeys);
  }

  private static KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String arn() {
    return "arn:aws:kms:" + region + ":" + ACCOUNT + ":key/" + keyId;
  }

  public KeyPair pair() {
    return pair;
  }

  public int calls(String operation) {
    return calls.getOrDefault(operation, new AtomicInteger()).get();
  }

  public int allCalls() {
    return calls.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  @Override
  public boolean handle(FaultServer.Request request, Socket socket, FaultServer server)
      throws IOException {
    socket.getOutputStream().write(answer(request));
    socket.getOutputStream().flush();
    return true;
  }

  /** The bytes of a right answer. */
  public byte[] answer(FaultServer.Request request) {
    calls.computeIfAbsent(request.operation(), name -> new AtomicInteger()).incrementAndGet();
    Record response = response(request);
    return response == null
        ? Replies.bytes(200, "")
        : Replies.bytes(200, JsonCodec.write(response));
  }

  public Record response(FaultServer.Request request) {
    byte[] body = request.body();
    return switch (request.operation()) {
      case "DescribeKey" -> new DescribeKey.Response(metadata());
      case "GetPublicKey" -> publicKey();
      case "Sign" -> sign(read(body, Sign.Request.class));
      case "GenerateDataKey" -> dataKey(read(body, GenerateDataKey.Request.class));
      case "Decrypt" -> decrypt(read(body, Decrypt.Request.class));
      case "CreateKey" -> new dev.keyward.kms.CreateKey.Response(metadata());
      case "CreateAlias" -> {
        read(body, CreateAlias.Request.class);
        yield null;
      }
      default -> null;
    };
  }

  private static <R extends Record> R read(byte[] body, Class<R> type) {
    return JsonCodec.read(body, type, JsonCodec.Reading.REQUEST);
  }

  public GetPublicKey.Response publicKey() {
    return new GetPublicKey.Response(
        arn(),
        pair.getPublic().getEncoded(),
        KeySpec.ECC_NIST_P256,
        KeySpec.ECC_NIST_P256,
        KeyUsage.SIGN_VERIFY,
        null,
        List.of(SigningAlgorithm.ECDSA_SHA_256),
        null,
        null);
  }

  private Sign.Response sign(Sign.Request request) {
    try {
      boolean digest = request.messageType() == MessageType.DIGEST;
      Signature engine =
          Signature.getInstance(digest ? "NONEwithECDSA" : "SHA256withECDSA", "SunEC");
      engine.initSign(pair.getPrivate());
      engine.update(request.message());
      return new Sign.Response(arn(), engine.sign(), request.signingAlgorithm());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private GenerateDataKey.Response dataKey(GenerateDataKey.Request request) {
    byte[] key = new byte[request.numberOfBytes() == null ? 32 : request.numberOfBytes()];
    byte[] blob = new byte[60];
    random.nextBytes(key);
    random.nextBytes(blob);
    dataKeys.put(java.util.HexFormat.of().formatHex(blob), key);
    return new GenerateDataKey.Response(blob, key, arn(), null, null);
  }

  private Decrypt.Response decrypt(Decrypt.Request request) {
    byte[] key = dataKeys.get(java.util.HexFormat.of().formatHex(request.ciphertextBlob()));
    return new Decrypt.Response(arn(), key, EncryptionAlgorithm.SYMMETRIC_DEFAULT, null, null);
  }

  public KeyMetadata metadata() {
    return new KeyMetadata(
        ACCOUNT,
        keyId,
        arn(),
        Instant.ofEpochSecond(1_700_000_000),
        true,
        "",
        KeyUsage.SIGN_VERIFY,
        KeyState.ENABLED,
        null,
        null,
        KeyOrigin.AWS_KMS,
        null,
        null,
        null,
        null,
        KeySpec.ECC_NIST_P256,
        KeySpec.ECC_NIST_P256,
        null,
        List.of(SigningAlgorithm.ECDSA_SHA_256),
        null,
        keyId.startsWith("mrk-"),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
