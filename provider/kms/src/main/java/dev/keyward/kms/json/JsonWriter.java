package dev.keyward.kms.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyward.kms.Shape;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes values of the types that members have. */
final class JsonWriter {
  private final JsonGenerator generator;

  JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  void write(Record record) throws IOException {
    generator.writeStartObject();
    for (Shape.Part part : Shape.of(record.getClass()).parts()) {
      Object value = part.value(record);
      if (value != null) {
        generator.writeFieldName(part.wireName());
        writeValue(value);
      }
    }
    generator.writeEndObject();
  }

  private void writeValue(Object value) throws IOException {
    if (value instanceof String text) {
      generator.writeString(text);
    } else if (value instanceof Integer number) {
      generator.writeNumber(number);
    } else if (value instanceof Long number) {
      generator.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof byte[] blob) {
      generator.writeBinary(blob);
    } else if (value instanceof Instant time) {
      generator.writeNumber(
          BigDecimal.valueOf(time.toEpochMilli(), 3).stripTrailingZeros().toPlainString());
    } else if (value instanceof Enum<?> constant) {
      generator.writeString(EnumNames.nameOf(constant));
    } else if (value instanceof List<?> list) {
      writeList(list);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map);
    } else if (value instanceof Record nested) {
      write(nested);
    } else {
      throw new IllegalStateException("no JSON for " + value.getClass());
    }
  }

  private void writeList(List<?> list) throws IOException {
    generator.writeStartArray();
    for (Object element : list) {
      writeValue(element);
    }
    generator.writeEndArray();
  }

  private void writeMap(Map<?, ?> map) throws IOException {
    generator.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      generator.writeStringField((String) entry.getKey(), (String) entry.getValue());
    }
    generator.writeEndObject();
  }
}
