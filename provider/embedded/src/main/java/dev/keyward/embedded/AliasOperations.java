package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.AliasLifecycle;
import dev.keyward.embedded.lifecycle.AliasRecord;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import java.util.List;
import java.util.Optional;

/** Creates, re-points, deletes and lists aliases. */
final class AliasOperations {
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 100;

  private final Engine engine;
  private final AliasLifecycle aliases;

  AliasOperations(Engine engine) {
    this.engine = engine;
    this.aliases =
        new AliasLifecycle(
            engine.table(),
            engine.resolver(),
            engine.clock(),
            engine.resourceQuotas()::aliasesPerKey);
  }

  void create(Call call, CreateAlias.Request request) {
    AliasArn alias = permitted(call, request.aliasName());
    AliasLifecycle.requireKey(request.targetKeyId());
    KeyArn target = call.keyName(request.targetKeyId());
    aliases.create(alias, target, key -> permitNaming(call, key));
    call.answers("keyId", target.text());
  }

  void update(Call call, UpdateAlias.Request request) {
    AliasArn alias = permitted(call, request.aliasName());
    AliasLifecycle.requireKey(request.targetKeyId());
    KeyArn target = call.keyName(request.targetKeyId());
    aliases.update(alias, target, key -> permitNaming(call, key));
    call.answers("keyId", target.text());
  }

  void delete(Call call, DeleteAlias.Request request) {
    AliasArn alias = permitted(call, request.aliasName());
    KeyRecord key = aliases.delete(alias, target -> permitNaming(call, target));
    call.answers("keyId", key.arn().text());
  }

  private static void permitNaming(Call call, KeyRecord key) {
    call.permit(key);
    KeyRules.requireCustomerManaged(key);
  }

  private static AliasArn permitted(Call call, String aliasName) {
    AliasArn alias = call.scope().arn(AliasLifecycle.changeable(aliasName));
    call.permit(alias);
    return alias;
  }

  ListAliases.Response list(Call call, ListAliases.Request request) {
    call.permit();
    int limit = Page.limit(request.limit(), DEFAULT_PAGE, MAX_PAGE);
    Optional<KeyId> ofKey = Optional.ofNullable(request.keyId()).map(id -> ofKey(call, id));
    String listing =
        "ListAliases " + call.scope().prefix() + " " + ofKey.map(KeyId::text).orElse("");
    Optional<AliasName> after =
        engine.markers().read(listing, request.marker()).map(AliasName::new);
    Page<AliasRecord> page =
        Page.of(
            engine
                .serviceKeys()
                .withPredefined(
                    call.scope(),
                    ofKey,
                    after,
                    engine.table().aliasesAfter(call.scope(), ofKey, after, limit + 1),
                    limit + 1),
            limit);
    return new ListAliases.Response(
        entries(call, page),
        page.marker(engine.markers(), listing, AliasRecord::aliasName),
        page.truncated());
  }

  /** A key id or key ARN; aliases are not accepted. */
  private KeyId ofKey(Call call, String identifier) {
    KeyArn name = call.keyName(identifier);
    return engine
        .resolver()
        .find(name)
        .map(found -> name.keyId())
        .orElseThrow(() -> call.missing(name, call.rule().action()));
  }

  /** Without aliases whose key's waiting period is over. */
  private List<AliasListEntry> entries(Call call, Page<AliasRecord> page) {
    return page.items().stream()
        .filter(
            alias ->
                alias.targetKeyId() == null
                    || engine
                        .resolver()
                        .find(call.scope().arn(new KeyId(alias.targetKeyId())))
                        .isPresent())
        .map(alias -> Answers.alias(call.scope(), alias))
        .toList();
  }
}
