package dev.keyward.embedded.lifecycle;

import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.Quoted;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the key that an identifier of a request means. */
public final class KeyResolver {
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,256}");

  private final KeyTable table;
  private final Scope scope;
  private final InstantSource clock;

  /**
   * Makes the resolver.
   *
   * @param table keys and aliases
   * @param scope account and Region
   * @param clock tells whether a waiting period is over
   */
  public KeyResolver(KeyTable table, Scope scope, InstantSource clock) {
    this.table = table;
    this.scope = scope;
    this.clock = clock;
  }

  /**
   * Resolves a key id, key ARN, alias name or alias ARN.
   *
   * @param identifier what the request says
   * @return the key
   * @throws KmsServiceException NotFoundException or InvalidArnException
   */
  public Versioned<KeyRecord> resolve(String identifier) {
    if (identifier.startsWith(AliasName.PREFIX)) {
      return ofAlias(aliasName(identifier));
    }
    if (isArn(identifier) && identifier.contains(":" + AliasName.PREFIX)) {
      return ofAlias(aliasArn(identifier));
    }
    return resolveKey(identifier);
  }

  /**
   * Resolves a key id or key ARN; aliases are not accepted.
   *
   * @param identifier what the request says
   * @return the key
   * @throws KmsServiceException NotFoundException or InvalidArnException
   */
  public Versioned<KeyRecord> resolveKey(String identifier) {
    KeyId id = idOf(identifier);
    return find(id).orElseThrow(() -> noSuchKey(scope.arn(id).text()));
  }

  /**
   * Resolves a key id or key ARN for a change. What is kept in memory may be older than a change
   * that another process has acknowledged already; then "nothing to do" would be a wrong answer.
   *
   * @param identifier what the request says
   * @return the key as it is in the store now
   * @throws KmsServiceException NotFoundException or InvalidArnException
   */
  Versioned<KeyRecord> resolveToChange(String identifier) {
    KeyId id = idOf(identifier);
    return findFresh(id).orElseThrow(() -> noSuchKey(scope.arn(id).text()));
  }

  private static boolean isArn(String identifier) {
    return identifier.startsWith("arn:");
  }

  private KeyId idOf(String identifier) {
    return isArn(identifier) ? keyArn(identifier) : keyId(identifier);
  }

  /**
   * Finds a key by its id.
   *
   * @param id the id
   * @return empty if there is none, or its waiting period is over
   */
  public Optional<Versioned<KeyRecord>> find(KeyId id) {
    return table.key(id).filter(key -> !key.value().isDeleted(clock.instant()));
  }

  /**
   * Finds a key that must have a given generation of material. Another process may have rotated it
   * a moment ago: then it is read anew.
   *
   * @param id the id
   * @param keyMaterialId the generation
   * @return empty if there is no such key; the key may still lack the generation
   */
  public Optional<Versioned<KeyRecord>> findWith(KeyId id, String keyMaterialId) {
    Optional<Versioned<KeyRecord>> found = find(id);
    return found.isEmpty() || found.get().value().generation(keyMaterialId).isPresent()
        ? found
        : findFresh(id);
  }

  /** As {@link #find}, past the memory. */
  Optional<Versioned<KeyRecord>> findFresh(KeyId id) {
    return table.freshKey(id).filter(key -> !key.value().isDeleted(clock.instant()));
  }

  /**
   * Reads an alias name of a request.
   *
   * @param text the name
   * @return the name
   * @throws KmsServiceException NotFoundException if aliases cannot have that name
   */
  AliasName aliasName(String text) {
    try {
      return new AliasName(text);
    } catch (IllegalArgumentException e) {
      throw notFound("Alias " + shown(text) + " is not found.");
    }
  }

  private Versioned<KeyRecord> ofAlias(AliasName alias) {
    AliasRecord found = table.alias(alias).orElseThrow(() -> noSuchAlias(alias)).value();
    // The aliases of a key vanish together with it.
    return find(new KeyId(found.targetKeyId())).orElseThrow(() -> noSuchAlias(alias));
  }

  private AliasName aliasArn(String text) {
    try {
      AliasArn arn = (AliasArn) KeyReference.parse(text);
      if (scope.contains(arn)) {
        return arn.alias();
      }
    } catch (IllegalArgumentException | ClassCastException e) {
      throw invalidArn(text);
    }
    throw notFound("Alias " + shown(text) + " is not found.");
  }

  private KeyId keyArn(String text) {
    KeyArn arn;
    try {
      arn = KeyArn.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalidArn(text);
    }
    if (!scope.contains(arn)) {
      throw noSuchKey(text);
    }
    return arn.keyId();
  }

  private static KeyId keyId(String text) {
    try {
      return new KeyId(text);
    } catch (IllegalArgumentException e) {
      throw notFound("Invalid keyId " + shown(text));
    }
  }

  KmsServiceException noSuchAlias(AliasName alias) {
    return notFound("Alias " + scope.arn(alias) + " is not found.");
  }

  private static KmsServiceException noSuchKey(String identifier) {
    return notFound("Key '" + shown(identifier) + "' does not exist");
  }

  private static KmsServiceException notFound(String text) {
    return new KmsServiceException(ErrorCode.NOT_FOUND, text);
  }

  private static KmsServiceException invalidArn(String text) {
    return new KmsServiceException(ErrorCode.INVALID_ARN, "Invalid arn " + shown(text));
  }

  static String shown(String text) {
    return PLAIN.matcher(text).matches() ? text : Quoted.of(text);
  }
}
