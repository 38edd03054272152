package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.AliasRecord;
import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyResolver;
import dev.keyward.embedded.lifecycle.RotationSchedule;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.material.Materials;
import dev.keyward.embedded.material.NewMaterial;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.policy.ReadyPolicies;
import dev.keyward.kms.KeyManager;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keys that services use on behalf of an account, named {@code alias/aws/SERVICE}: made when
 * somebody who may use them does so for the first time, rotated every year, and changed by nobody.
 * Section 17 of the contract.
 *
 * <p>The order is: the key as it would be made, permission and request quota of the caller on it,
 * and only then the key.
 */
final class ServiceKeys {
  private static final List<String> SERVICES =
      List.of(
          "acm",
          "dynamodb",
          "ebs",
          "elasticfilesystem",
          "es",
          "glue",
          "kinesisvideo",
          "lambda",
          "rds",
          "redshift",
          "s3",
          "secretsmanager",
          "ssm",
          "xray");

  /**
   * What services begin with, and what shows a key before. Nothing was encrypted to decrypt yet.
   */
  private static final Set<String> MAKERS =
      Set.of(
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyPair",
          "kms:GenerateDataKeyPairWithoutPlaintext",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptTo");

  private final Engine engine;

  ServiceKeys(Engine engine) {
    this.engine = engine;
  }

  /**
   * The key that a predefined alias of the caller's account would name, if the operation is one
   * that makes it and it is not there yet. Nothing is stored: whether the caller may use it is
   * asked first.
   */
  Optional<KeyRecord> unmade(Call call, AliasArn alias, String action) {
    return MAKERS.contains(action) && call.scope().arn(alias.alias()).equals(alias)
        ? service(alias).map(service -> record(call.scope(), service, engine.lifecycle().now()))
        : Optional.empty();
  }

  /** Makes it. Another caller may be faster: then its key is the one. */
  KeyRecord make(AliasArn alias, KeyRecord key) {
    KeyLifecycle.retrying(
        () -> {
          if (engine.table().freshAlias(alias).isEmpty()) {
            store(alias, key);
          }
          return null;
        });
    return engine
        .resolver()
        .find(alias)
        .map(Versioned::value)
        .orElseThrow(() -> KeyResolver.notFound(alias));
  }

  private static Optional<String> service(AliasArn alias) {
    return SERVICES.stream()
        .filter(name -> alias.alias().text().equals(AliasName.RESERVED_PREFIX + name))
        .findFirst();
  }

  private void store(AliasArn alias, KeyRecord key) {
    Instant now = key.creationDate();
    try (NewMaterial material = Materials.generate(KeySpec.SYMMETRIC_DEFAULT, engine.random())) {
      AliasRecord named = new AliasRecord(alias.alias().text(), key.keyId(), now, now);
      material
          .stored()
          .use(
              stored ->
                  engine
                      .lifecycle()
                      .create(
                          key,
                          List.of(
                              engine.table().put(key.scope(), named, 0),
                              engine.table().putMaterial(key.arn(), 1, stored))));
    }
  }

  private KeyRecord record(Scope scope, String service, Instant now) {
    return new KeyRecord(
        scope.partition(),
        scope.region(),
        scope.account(),
        engine.lifecycle().newUuid().toString(),
        "Default key that protects my data in " + service + " when no other key is named",
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        KeyState.ENABLED,
        now,
        null,
        null,
        List.of(engine.firstGeneration(now)),
        RotationSchedule.startingAt(now, RotationSchedule.DEFAULT_PERIOD_DAYS),
        0,
        1,
        List.of(),
        ReadyPolicies.serviceKey(
            new Principal.Root(scope.partition(), scope.account()),
            service + "." + scope.region() + ".amazonaws.com"),
        null,
        KeyManager.AWS,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** A page of aliases together with the predefined ones that name no key yet. */
  List<AliasRecord> withPredefined(
      Scope scope,
      Optional<KeyId> ofKey,
      Optional<AliasName> after,
      List<AliasRecord> found,
      int limit) {
    if (ofKey.isPresent()) {
      return found;
    }
    String last = found.size() < limit ? null : found.get(found.size() - 1).aliasName();
    List<AliasRecord> all = new ArrayList<>(found);
    predefined(scope)
        .filter(name -> after.map(from -> name.compareTo(from.text()) > 0).orElse(true))
        .filter(name -> last == null || name.compareTo(last) < 0)
        .filter(name -> found.stream().noneMatch(alias -> alias.aliasName().equals(name)))
        .forEach(name -> all.add(new AliasRecord(name, null, null, null)));
    all.sort(Comparator.comparing(AliasRecord::aliasName));
    return all.subList(0, Math.min(limit, all.size()));
  }

  private static Stream<String> predefined(Scope scope) {
    return SERVICES.stream().map(name -> AliasName.RESERVED_PREFIX + name);
  }
}
