package dev.keyward.embedded;

import dev.keyward.embedded.health.AuditCheck;
import dev.keyward.embedded.health.ClockCheck;
import dev.keyward.embedded.health.FilesCheck;
import dev.keyward.embedded.health.SpeedCheck;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreMaintenance;
import dev.keyward.kms.Finding;
import dev.keyward.kms.StoreUpkeep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an operator asks of the store itself, and not of its keys. */
final class Upkeep {
  private final Engine engine;
  private final RecordStore store;
  private final EngineSettings settings;

  Upkeep(Engine engine, RecordStore store, EngineSettings settings) {
    this.engine = engine;
    this.store = store;
    this.settings = settings;
  }

  List<Finding> selfCheck() {
    List<Finding> findings = new ArrayList<>();
    if (store instanceof SqlRecordStore sql) {
      findings.addAll(FilesCheck.run(sql.files()));
    }
    findings.add(ClockCheck.run(engine.housekeeping().clock()));
    engine.recorder().flush();
    findings.add(AuditCheck.run(settings.audit(), store));
    findings.add(SpeedCheck.run(settings.random()));
    return findings;
  }

  StoreUpkeep.Verified verifyStore() {
    SqlRecordStore.Verified found = sql().verify();
    return new StoreUpkeep.Verified(found.commits(), found.records());
  }

  StoreMaintenance maintenance() {
    return sql().maintenance();
  }

  Instant acceptPresentTime() {
    engine.housekeeping().clock().acceptPresentTime();
    return settings.clock().instant();
  }

  private SqlRecordStore sql() {
    if (store instanceof SqlRecordStore sql) {
      return sql;
    }
    throw KeyRules.unsupported("This store needs no upkeep.");
  }
}
