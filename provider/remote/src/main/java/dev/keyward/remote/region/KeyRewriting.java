package dev.keyward.remote.region;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Shape;
import dev.keyward.model.KeyReference.KeyArn;
import java.util.List;
import java.util.Optional;

/**
 * The same multi-Region key by its name in another Region. Callers know the key by its name in the
 * first Region, and compare.
 */
final class KeyRewriting {
  private static final String KEY_ID = "KeyId";

  private KeyRewriting() {}

  static Optional<String> keyId(Record record) {
    if (record == null) {
      return Optional.empty();
    }
    for (Shape.Part part : Shape.of(record.getClass()).parts()) {
      if (part.wireName().equals(KEY_ID)) {
        return Optional.ofNullable((String) part.value(record));
      }
    }
    return Optional.empty();
  }

  /** The request about the replica in a Region. */
  static Record toRegion(Record request, String key, String region) {
    return with(request, KEY_ID, inRegion(key, region));
  }

  /** The answer about the key that was asked for. */
  static Record answerFor(Record response, String region) {
    if (response instanceof DescribeKey.Response described) {
      KeyMetadata metadata = described.keyMetadata();
      return new DescribeKey.Response(
          (KeyMetadata) with(metadata, "Arn", inRegion(metadata.arn(), region)));
    }
    return keyId(response)
        .map(key -> with(response, KEY_ID, inRegion(key, region)))
        .orElse(response);
  }

  private static String inRegion(String key, String region) {
    if (!FailoverCalls.isMultiRegion(key)) {
      return key;
    }
    KeyArn arn = KeyArn.parse(key);
    return new KeyArn(arn.partition(), region, arn.account(), arn.keyId()).text();
  }

  @SuppressWarnings("unchecked")
  private static Record with(Record record, String member, String value) {
    Shape<Record> shape = Shape.of((Class<Record>) record.getClass());
    List<Shape.Part> parts = shape.parts();
    Object[] values = new Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      Shape.Part part = parts.get(i);
      values[i] = part.wireName().equals(member) ? value : part.value(record);
    }
    return shape.create(values);
  }
}
