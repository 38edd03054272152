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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds the key that an identifier of a request means. Who may know that a key exists is decided by
 * the caller of this class.
 */
public final class KeyResolver {
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final String ARN = "arn:";

  private final KeyTable table;
  private final InstantSource clock;
  private final UnaryOperator<KeyRecord> view;

  /**
   * Makes the resolver.
   *
   * @param table keys and aliases
   * @param clock tells whether a waiting period is over
   * @param view shows a key as it is now: material may have expired, a custom key store may be
   *     disconnected
   */
  public KeyResolver(KeyTable table, InstantSource clock, UnaryOperator<KeyRecord> view) {
    this.table = table;
    this.clock = clock;
    this.view = view;
  }

  /**
   * Reads a key id, key ARN, alias name or alias ARN.
   *
   * @param identifier what the request says
   * @param scope account and Region of the caller
   * @return a {@link KeyArn} or an {@link AliasArn}
   * @throws KmsServiceException NotFoundException or InvalidArnException if it cannot be either
   */
  public static KeyReference name(String identifier, Scope scope) {
    if (identifier.startsWith(AliasName.PREFIX)) {
      return scope.arn(aliasName(identifier));
    }
    if (identifier.startsWith(ARN) && identifier.contains(":" + AliasName.PREFIX)) {
      return aliasArn(identifier);
    }
    return keyName(identifier, scope);
  }

  /**
   * Reads a key id or key ARN; aliases are not accepted.
   *
   * @param identifier what the request says
   * @param scope account and Region of the caller
   * @return the ARN
   * @throws KmsServiceException NotFoundException or InvalidArnException if it cannot be one
   */
  public static KeyArn keyName(String identifier, Scope scope) {
    return identifier.startsWith(ARN) ? keyArn(identifier) : scope.arn(keyId(identifier));
  }

  /**
   * Finds a key.
   *
   * @param name a {@link KeyArn} or an {@link AliasArn}
   * @return empty if there is none, or its waiting period is over
   */
  public Optional<Versioned<KeyRecord>> find(KeyReference name) {
    if (name instanceof AliasArn alias) {
      return table.alias(alias).flatMap(found -> find(target(alias, found.value())));
    }
    return table.key((KeyArn) name).filter(this::exists).map(this::shown);
  }

  /**
   * Finds a key that must have a given generation of material. Another process may have rotated it
   * a moment ago: then it is read anew.
   *
   * @param key its name
   * @param keyMaterialId the generation
   * @return empty if there is no such key; the key may still lack the generation
   */
  public Optional<Versioned<KeyRecord>> findWith(KeyArn key, String keyMaterialId) {
    Optional<Versioned<KeyRecord>> found = find(key);
    return found.isEmpty() || found.get().value().generation(keyMaterialId).isPresent()
        ? found
        : findFresh(key).map(this::shown);
  }

  /**
   * Finds a key as it is in the store now, for a change. What is kept in memory may be older than a
   * change that another process has acknowledged already; then "nothing to do" would be a wrong
   * answer.
   *
   * @param key its name
   * @return the record as it is stored; empty if there is none, or its waiting period is over
   */
  public Optional<Versioned<KeyRecord>> findFresh(KeyArn key) {
    return table.freshKey(key).filter(this::exists);
  }

  /**
   * A stored key as it is now.
   *
   * @param stored the record
   * @return the record with the state that callers see
   */
  public KeyRecord seen(KeyRecord stored) {
    return view.apply(stored);
  }

  private Versioned<KeyRecord> shown(Versioned<KeyRecord> stored) {
    KeyRecord seen = view.apply(stored.value());
    return seen == stored.value() ? stored : new Versioned<>(seen, stored.version());
  }

  private boolean exists(Versioned<KeyRecord> key) {
    return !key.value().isDeleted(clock.instant());
  }

  static KeyArn target(AliasArn alias, AliasRecord record) {
    return new KeyArn(
        alias.partition(), alias.region(), alias.account(), new KeyId(record.targetKeyId()));
  }

  /**
   * Reads an alias name of a request.
   *
   * @param text the name
   * @return the name
   * @throws KmsServiceException NotFoundException if aliases cannot have that name
   */
  public static AliasName aliasName(String text) {
    try {
      return new AliasName(text);
    } catch (IllegalArgumentException e) {
      throw notFound("Alias " + shown(text) + " is not found.");
    }
  }

  private static AliasArn aliasArn(String text) {
    try {
      return (AliasArn) KeyReference.parse(text);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw invalidArn(text);
    }
  }

  private static KeyArn keyArn(String text) {
    try {
      return KeyArn.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalidArn(text);
    }
  }

  private static KeyId keyId(String text) {
    try {
      return new KeyId(text);
    } catch (IllegalArgumentException e) {
      throw notFound("Invalid keyId " + shown(text));
    }
  }

  /**
   * The error for a name that nothing has.
   *
   * @param name a {@link KeyArn} or an {@link AliasArn}
   * @return NotFoundException
   */
  public static KmsServiceException notFound(KeyReference name) {
    return notFound(
        name instanceof AliasArn
            ? "Alias " + name.text() + " is not found."
            : "Key '" + name.text() + "' does not exist");
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
