package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.RequestId;
import dev.keyward.kms.Tag;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A CreateKey request that carries the tag {@value RequestId#TAG}: whoever sends it again gets the
 * key that the first one made, and no second one.
 *
 * <p>The request is written down in the commit that makes the key, as a record of its own that
 * belongs to the key and is deleted with it. Two callers who do that at the same time, in whatever
 * process, want to write the same record, and the store lets one of them. Used by one thread.
 */
final class KeyRequest {
  private final Engine engine;
  private final Scope scope;
  private final RecordId record;
  private final String wish;

  /** Of the record as {@link #answered} found it; another writer's in between is a conflict. */
  private long version;

  /** What the record says: which key was made, and a digest of what was asked for. */
  private record Written(String keyId, String wish) {}

  /** What makes two requests the same: all that decides what the key is. */
  private record Wish(
      KeySpec spec,
      KeyUsage usage,
      KeyOrigin origin,
      boolean multiRegion,
      String description,
      String policy,
      String customKeyStoreId,
      List<Tag> tags) {}

  private KeyRequest(Engine engine, Scope scope, RecordId record, String wish) {
    this.engine = engine;
    this.scope = scope;
    this.record = record;
    this.wish = wish;
  }

  /** Empty if the request carries no id. */
  static Optional<KeyRequest> of(
      Engine engine, Call call, CreateKey.Request request, CreateKeyRules.Plan plan) {
    return plan.tags().stream()
        .filter(tag -> tag.tagKey().equals(RequestId.TAG))
        .findFirst()
        .map(tag -> of(engine, call, request, plan, tag.tagValue()));
  }

  private static KeyRequest of(
      Engine engine, Call call, CreateKey.Request request, CreateKeyRules.Plan plan, String id) {
    // Sessions of one role are one caller: who repeats a request may have signed in anew.
    String caller = call.caller().principal().family().arn();
    // A caller chooses the id; hashed, it is short and names nobody in the clear part of a record.
    RecordId record =
        new RecordId(RecordKind.REQUEST, call.scope().prefix() + digest(utf8(caller + "\n" + id)));
    return new KeyRequest(
        engine, call.scope(), record, digest(JsonCodec.write(wish(request, plan))));
  }

  private static Wish wish(CreateKey.Request request, CreateKeyRules.Plan plan) {
    return new Wish(
        plan.spec(),
        plan.usage(),
        plan.origin(),
        plan.multiRegion(),
        plan.description(),
        request.policy(),
        request.customKeyStoreId(),
        plan.tags().stream().sorted(Comparator.comparing(Tag::tagKey)).toList());
  }

  /**
   * The key that this request made before, as it is in the store now.
   *
   * @return empty if it made none, or one that is gone or pending deletion
   * @throws KmsServiceException TagException if the id was used for another key
   */
  Optional<KeyRecord> answered() {
    Optional<Versioned<Written>> found = written();
    version = found.map(Versioned::version).orElse(0L);
    Optional<KeyRecord> key = found.map(Versioned::value).flatMap(this::keyOf);
    if (key.isPresent() && !found.get().value().wish().equals(wish)) {
      throw new KmsServiceException(
          ErrorCode.TAG,
          "The request id in tag "
              + RequestId.TAG
              + " was used to create key "
              + key.get().arn()
              + " with other parameters. Use a new request id for another key.");
    }
    return key;
  }

  /** The change that writes down that this request made a key; committed together with the key. */
  Change madeOf(KeyRecord key) {
    return new Change.Put(
        record,
        Optional.of(Records.key(key.arn()).id()),
        version,
        JsonCodec.write(new Written(key.keyId(), wish)));
  }

  private Optional<Versioned<Written>> written() {
    return engine
        .store()
        .read(record)
        .map(
            found ->
                new Versioned<>(
                    JsonCodec.read(found.content(), Written.class, JsonCodec.Reading.REQUEST),
                    found.version()));
  }

  private Optional<KeyRecord> keyOf(Written written) {
    return engine
        .resolver()
        .findFresh(scope.arn(new KeyId(written.keyId())))
        .map(Versioned::value)
        .filter(key -> !isLeaving(key.keyState()))
        .map(engine.resolver()::seen);
  }

  private static boolean isLeaving(KeyState state) {
    return state == KeyState.PENDING_DELETION || state == KeyState.PENDING_REPLICA_DELETION;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance());
      return HexFormat.of().formatHex(sha256.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }
}
