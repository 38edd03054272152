package dev.keyward.kms.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes records of the KMS API as JSON and reads them back: blobs in Base64, times as seconds
 * since 1970 with a fraction, absent members left out. Thread-safe.
 */
public final class JsonCodec {
  /** Longest document that is read, in bytes. */
  public static final int MAX_DOCUMENT_BYTES = 1 << 20;

  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_CHARACTERS = 64;
  private static final int MAX_TOKENS = 20_000;

  /** How strictly a document is read. */
  public enum Reading {
    /** As a KMS reads a request: a constant that does not exist is a ValidationException. */
    REQUEST,
    /** As a client reads a response: a constant that does not exist is left out. */
    RESPONSE
  }

  /** Reads and writes within the limits; shared by this room. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          // No buffers of the thread: they would keep plaintext alive after the call.
          .recyclerPool(new SmallBuffers())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_DOCUMENT_BYTES)
                  .maxStringLength(MAX_DOCUMENT_BYTES)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARACTERS)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private JsonCodec() {}

  /**
   * Writes a record.
   *
   * @param record a request, response or structure
   * @return a JSON object in UTF-8
   */
  public static byte[] write(Record record) {
    return write(record, false);
  }

  /**
   * Writes a record for people: one member a line.
   *
   * @param record a request, response or structure
   * @return a JSON object
   */
  public static String writePretty(Record record) {
    return new String(write(record, true), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] write(Record record, boolean pretty) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      if (pretty) {
        generator.useDefaultPrettyPrinter();
      }
      new JsonWriter(generator).write(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads a record. Members it does not know are skipped.
   *
   * @param json a JSON object in UTF-8, at most {@value #MAX_DOCUMENT_BYTES} bytes
   * @param type the record
   * @param reading how strictly
   * @param <R> the record
   * @return the record
   * @throws MalformedJsonException if it is not such an object
   * @throws dev.keyward.kms.KmsServiceException with code ValidationException for a constant that
   *     does not exist, when reading a request
   */
  public static <R extends Record> R read(byte[] json, Class<R> type, Reading reading) {
    if (json.length > MAX_DOCUMENT_BYTES) {
      throw new MalformedJsonException(
          "document of " + json.length + " bytes; at most " + MAX_DOCUMENT_BYTES + " are read");
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedJsonException("not a JSON object");
      }
      JsonReader reader = new JsonReader(parser, reading);
      R record = reader.readRecord(type);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("something follows the JSON object");
      }
      reader.throwViolations();
      return record;
    } catch (IOException e) {
      // Jackson's own text may quote the document; it is not repeated, nor kept as the cause.
      throw new MalformedJsonException("not well-formed JSON within the limits");
    }
  }
}
