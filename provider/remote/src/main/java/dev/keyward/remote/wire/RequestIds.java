package dev.keyward.remote.wire;

import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.RequestId;
import dev.keyward.kms.Tag;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A tag on new keys by which a key can be found whose creation was never confirmed. A service may
 * take it as the mark of one and the same request.
 */
final class RequestIds {
  private RequestIds() {}

  static Record tagged(Record request) {
    CreateKey.Request key = (CreateKey.Request) request;
    List<Tag> tags = key.tags() == null ? new ArrayList<>() : new ArrayList<>(key.tags());
    if (tags.stream().anyMatch(tag -> RequestId.TAG.equals(tag.tagKey()))) {
      return request;
    }
    byte[] id = new byte[16];
    JdkRandom.shared().nextBytes(id);
    tags.add(new Tag(RequestId.TAG, HexFormat.of().formatHex(id)));
    return key.withTags(List.copyOf(tags));
  }

  /** What to look for when the outcome is not known. */
  static String hint(Record request) {
    if (request instanceof CreateKey.Request key && key.tags() != null) {
      return key.tags().stream()
          .filter(tag -> RequestId.TAG.equals(tag.tagKey()))
          .findFirst()
          .map(tag -> " Look for a key with the tag " + RequestId.TAG + "=" + tag.tagValue() + ".")
          .orElse("");
    }
    return "";
  }
}
