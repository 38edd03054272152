package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.embedded.quota.ResourceQuotas;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.ListRetirableGrants;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UpdateAlias;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much there may be, how often one may ask, and in which portions answers come. */
class QuotasAndPagesTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;

  private static EngineSettings with(
      EngineSettings plain, ResourceQuotas resources, QuotaSettings requests) {
    return new EngineSettings(
        plain.clock(),
        plain.random(),
        plain.audit(),
        resources,
        requests,
        plain.nanos(),
        plain.tokens());
  }

  @Test
  void resources_aboveTheirQuota_areRefused() {
    ResourceQuotas small = new ResourceQuotas(2, 1, 1, 400, 1, 1, 1);
    try (EmbeddedKmsFixture fixture =
        new EmbeddedKmsFixture(home, plain -> with(plain, small, QuotaSettings.OFF))) {
      Kms kms = fixture.kms();
      // A key that a service made does not count.
      kms.describeKey(DescribeKey.Request.of("alias/aws/s3"));
      String key = symmetric(kms);
      String other = symmetric(kms);
      limited(() -> symmetric(kms));
      kms.createAlias(CreateAlias.Request.of("alias/a", key));
      kms.createAlias(CreateAlias.Request.of("alias/b", other));
      limited(() -> kms.createAlias(CreateAlias.Request.of("alias/c", key)));
      limited(() -> kms.updateAlias(UpdateAlias.Request.of("alias/b", key)));
      kms.createGrant(StateTable.grant(key));
      limited(() -> kms.createGrant(StateTable.grant(key)));
      kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
      limited(() -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key)));
      kms.tagResource(TagResource.Request.of(key, List.of(new Tag("a", "1"))));
      kms.tagResource(TagResource.Request.of(key, List.of(new Tag("a", "2"))));
      limited(() -> kms.tagResource(TagResource.Request.of(key, List.of(new Tag("b", "1")))));
      limited(() -> kms.putKeyPolicy(PutKeyPolicy.Request.of(key, " ".repeat(401))));
    }
  }

  private static void limited(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    refused(ErrorCode.LIMIT_EXCEEDED, call);
  }

  @Test
  void requests_aboveTheirRate_areThrottledUntilTimePassed() {
    QuotaSettings two = new QuotaSettings(0, Map.of("crypto-symmetric", 2.0));
    try (EmbeddedKmsFixture fixture =
        new EmbeddedKmsFixture(home, plain -> with(plain, ResourceQuotas.AWS, two))) {
      Kms kms = fixture.kms();
      String key = symmetric(kms);
      kms.encrypt(Encrypt.Request.of(key, TEXT));
      kms.generateRandom(GenerateRandom.Request.of(8));
      refused(ErrorCode.THROTTLING, () -> kms.encrypt(Encrypt.Request.of(key, TEXT)));
      // Dry runs count, other categories and other Regions do not.
      refused(
          ErrorCode.THROTTLING, () -> kms.encrypt(Encrypt.Request.of(key, TEXT).withDryRun(true)));
      kms.listKeys(ListKeys.Request.of());
      fixture.in("us-east-1").generateRandom(GenerateRandom.Request.of(8));
      fixture.run(Duration.ofMillis(500));
      kms.encrypt(Encrypt.Request.of(key, TEXT));
      refused(ErrorCode.THROTTLING, () -> kms.encrypt(Encrypt.Request.of(key, TEXT)));
    }
  }

  /** A page of one entry, and the marker to the next. */
  @FunctionalInterface
  interface Page {
    String next(Kms kms, String key, String marker);
  }

  record Listing(String name, Page page) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Listing> listings() {
    return Stream.of(
        new Listing(
            "ListKeys",
            (kms, key, marker) ->
                kms.listKeys(ListKeys.Request.of().withLimit(1).withMarker(marker)).nextMarker()),
        new Listing(
            "ListAliases",
            (kms, key, marker) ->
                kms.listAliases(ListAliases.Request.of().withLimit(1).withMarker(marker))
                    .nextMarker()),
        new Listing(
            "ListAliases of a key",
            (kms, key, marker) ->
                kms.listAliases(
                        ListAliases.Request.of().withKeyId(key).withLimit(1).withMarker(marker))
                    .nextMarker()),
        new Listing(
            "ListGrants",
            (kms, key, marker) ->
                kms.listGrants(ListGrants.Request.of(key).withLimit(1).withMarker(marker))
                    .nextMarker()),
        new Listing(
            "ListRetirableGrants",
            (kms, key, marker) ->
                kms.listRetirableGrants(
                        ListRetirableGrants.Request.of(Policies.ROOT)
                            .withLimit(1)
                            .withMarker(marker))
                    .nextMarker()),
        new Listing(
            "ListResourceTags",
            (kms, key, marker) ->
                kms.listResourceTags(
                        ListResourceTags.Request.of(key).withLimit(1).withMarker(marker))
                    .nextMarker()),
        new Listing(
            "ListKeyRotations",
            (kms, key, marker) ->
                kms.listKeyRotations(
                        ListKeyRotations.Request.of(key).withLimit(1).withMarker(marker))
                    .nextMarker()));
  }

  /** What a principal may retire is listed for its own account only, so markers cannot stray. */
  static Stream<Listing> listingsOfAnyAccount() {
    return listings().filter(listing -> !listing.name().equals("ListRetirableGrants"));
  }

  private static String filled(Kms kms, String suffix) {
    String key = symmetric(kms);
    for (String name : List.of("a", "b")) {
      kms.createAlias(CreateAlias.Request.of("alias/" + name + suffix, key));
      kms.createGrant(
          CreateGrant.Request.of(key, Policies.ROOT, List.of(GrantOperation.DECRYPT))
              .withRetiringPrincipal(Policies.ROOT));
      kms.tagResource(TagResource.Request.of(key, List.of(new Tag(name, ""))));
      kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    }
    return key;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("listings")
  void marker_forgedOrOfAnotherListing_isRefused(Listing listing) {
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home)) {
      Kms kms = fixture.kms();
      String key = filled(kms, "1");
      String other = filled(kms, "2");
      String marker = listing.page().next(kms, key, null);
      assertThat(marker).isNotNull();
      listing.page().next(kms, key, marker);
      char first = marker.charAt(0) == 'A' ? 'B' : 'A';
      for (String forged :
          List.of("x", "not base64!", first + marker.substring(1), marker + "AAAA")) {
        invalid(() -> listing.page().next(kms, key, forged));
      }
      listings()
          .filter(another -> !another.name().equals(listing.name()))
          .forEach(another -> invalid(() -> another.page().next(kms, key, marker)));
      if (List.of("ListGrants", "ListResourceTags", "ListKeyRotations", "ListAliases of a key")
          .contains(listing.name())) {
        invalid(() -> listing.page().next(kms, other, marker));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("listingsOfAnyAccount")
  void marker_ofAnotherAccount_isRefused(Listing listing) {
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home)) {
      Scope partner = new Scope("aws", "eu-west-1", "444455556666");
      Kms theirs = fixture.kms().as(Caller.root(partner));
      filled(fixture.kms(), "0");
      String marker = listing.page().next(fixture.kms(), filled(fixture.kms(), "1"), null);
      assertThat(marker).isNotNull();
      String key = filled(theirs, "1");
      invalid(() -> listing.page().next(theirs, key, marker));
    }
  }

  private static void invalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    refused(ErrorCode.INVALID_MARKER, call);
  }
}
