package dev.keyward.endpoint.http;

import java.util.List;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/** A head as our parser read it, in the form HttpCore passes around. */
final class ParsedRequest extends BasicHttpRequest {
  private static final long serialVersionUID = 1L;

  private final transient List<RequestHead.HeaderField> fields;
  private final transient Refusal refusal;

  /** As it was sent: HttpCore reads it as an address and leaves out a fragment and a host. */
  private final String target;

  private ParsedRequest(
      String method, String target, List<RequestHead.HeaderField> fields, Refusal refusal) {
    super(method, target);
    this.target = target;
    this.fields = fields;
    this.refusal = refusal;
  }

  static ParsedRequest of(
      String method, String target, HttpVersion version, List<RequestHead.HeaderField> fields) {
    ParsedRequest request =
        new ParsedRequest(method, target, fields, BodyLength.check(fields, version));
    request.setVersion(version);
    fields.forEach(field -> request.addHeader(field.name(), field.value()));
    return request;
  }

  static ParsedRequest refused(Refusal refusal) {
    ParsedRequest request = new ParsedRequest("REFUSED", "/", List.of(), refusal);
    request.setVersion(HttpVersion.HTTP_1_1);
    return request;
  }

  /** Null if the head can be used. */
  Refusal refusal() {
    return refusal;
  }

  RequestHead head(RequestHead.Origin origin) {
    return new RequestHead(getMethod(), target, fields, origin);
  }
}
