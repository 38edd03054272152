package dev.keyward.tool.command;

import dev.keyward.kms.GrantOperation;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Operations of grants as the KMS API writes them, whatever the case. */
final class GrantOperationName implements ITypeConverter<GrantOperation> {
  GrantOperationName() {}

  @Override
  public GrantOperation convert(String typed) {
    return Stream.of(GrantOperation.values())
        .filter(operation -> operation.wireName().equalsIgnoreCase(typed))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of "
                        + Stream.of(GrantOperation.values())
                            .map(GrantOperation::wireName)
                            .collect(Collectors.joining(", "))
                        + " but was "
                        + Shown.text(typed)));
  }
}
