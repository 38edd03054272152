package dev.keyward.embedded.audit;

import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Writes an event as CloudTrail does, but for the last member, which the trail appends. */
final class EventFormat {
  private static final String EVENT_VERSION = "1.11";
  private static final String EVENT_SOURCE = "kms.amazonaws.com";
  private static final int EXPECTED_LENGTH = 1600;

  /** Half of what a reader accepts. */
  private static final int MAX_LENGTH = TrailFormat.MAX_LINE_BYTES / 2;

  private static final Map<String, Object> OMITTED = Map.of("omitted", true);

  private final ContextSeal contexts;

  EventFormat(ContextSeal contexts) {
    this.contexts = contexts;
  }

  /** The beginning of the line: an object that is not closed yet. */
  byte[] format(AuditEvent event) {
    JsonLine line = write(event, true);
    return (line.length() <= MAX_LENGTH ? line : write(event, false)).bytes();
  }

  private JsonLine write(AuditEvent event, boolean withValues) {
    JsonLine line = new JsonLine(EXPECTED_LENGTH).open();
    line.member("eventVersion", EVENT_VERSION);
    line.name("userIdentity");
    identity(line, event.identity);
    line.member("eventTime", event.time.truncatedTo(ChronoUnit.SECONDS).toString());
    line.member("eventSource", EVENT_SOURCE);
    line.member("eventName", event.name);
    line.optional("awsRegion", event.region);
    if (event.origin != null) {
      line.optional("sourceIPAddress", event.origin.sourceIp());
      line.optional("userAgent", event.origin.userAgent());
    }
    line.optional("errorCode", event.errorCode);
    line.optional("errorMessage", event.errorMessage);
    values(line, event, withValues);
    ids(line, event);
    return line;
  }

  private void values(JsonLine line, AuditEvent event, boolean all) {
    line.member("requestParameters", shown(event.requestParameters, all));
    line.member("responseElements", shown(event.responseElements, all));
    line.optional("additionalEventData", shown(event.additionalEventData, all));
    line.optional("serviceEventDetails", shown(event.serviceEventDetails, all));
  }

  private Map<String, Object> shown(Map<String, Object> values, boolean all) {
    return values == null || all ? contexts.apply(values) : OMITTED;
  }

  private static void ids(JsonLine line, AuditEvent event) {
    line.optional("requestID", event.requestId);
    line.member("eventID", event.eventId);
    line.member("readOnly", event.readOnly);
    if (!event.resources.isEmpty()) {
      line.name("resources").openList();
      event.resources.forEach(resource -> resource(line, resource));
      line.closeList();
    }
    line.member("eventType", event.type.wireName());
    line.member("managementEvent", true);
    line.optional("recipientAccountId", event.recipientAccountId);
    line.optional("sharedEventID", event.sharedEventId);
    line.member("eventCategory", "Management");
    if (event.origin != null) {
      line.optional("vpcEndpointId", event.origin.vpcEndpointId());
      tls(line, event.origin.tls());
    }
  }

  private static void resource(JsonLine line, AuditResource resource) {
    line.open();
    line.optional("accountId", resource.accountId());
    line.member("type", resource.type());
    line.member("ARN", resource.arn());
    line.close();
  }

  private static void tls(JsonLine line, AuditOrigin.Tls tls) {
    if (tls != null) {
      line.name("tlsDetails").open();
      line.optional("tlsVersion", tls.version());
      line.optional("cipherSuite", tls.cipherSuite());
      line.optional("clientProvidedHostHeader", tls.clientProvidedHostHeader());
      line.optional("keyExchange", tls.keyExchange());
      line.close();
    }
  }

  private static void identity(JsonLine line, AuditIdentity identity) {
    line.open();
    line.member("type", identity.type());
    line.optional("principalId", identity.principalId());
    line.optional("arn", identity.arn());
    line.optional("accountId", identity.accountId());
    line.optional("accessKeyId", identity.accessKeyId());
    line.optional("userName", identity.userName());
    AuditIdentity.Session session = identity.session();
    if (session != null) {
      line.name("sessionContext").open();
      if (session.issuer() != null) {
        line.name("sessionIssuer");
        identity(line, session.issuer());
      }
      line.name("attributes").open();
      if (session.creationDate() != null) {
        String date = session.creationDate().truncatedTo(ChronoUnit.SECONDS).toString();
        line.member("creationDate", date);
      }
      line.member("mfaAuthenticated", Boolean.toString(session.mfaAuthenticated()));
      line.close().close();
    }
    line.optional("invokedBy", identity.invokedBy());
    line.close();
  }
}
