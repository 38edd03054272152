package dev.keyward.remote.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.remote.http.HttpTransport;
import dev.keyward.remote.http.Transport;
import dev.keyward.remote.http.TransportLimits;
import dev.keyward.remote.http.TrustAnchors;
import dev.keyward.remote.stub.FaultServer;
import dev.keyward.remote.stub.FaultServer.Request;
import dev.keyward.remote.stub.MapEnvironment;
import dev.keyward.remote.stub.Replies;
import dev.keyward.remote.stub.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  private static final String SESSION =
      "<R><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>sessionSecret"
          + "</SecretAccessKey><SessionToken>sessionToken==</SessionToken><Expiration>"
          + "2026-01-15T13:00:00Z</Expiration></Credentials></R>";

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path home;
  private final VirtualTime time = new VirtualTime();
  private final Transport transport =
      new HttpTransport(TransportLimits.DEFAULT, new TrustAnchors(Optional.empty()));

  @AfterEach
  void close() {
    transport.close();
  }

  private MapEnvironment environment(Map<String, String> values) {
    return new MapEnvironment(values, home);
  }

  private CredentialChain chain(MapEnvironment environment) {
    return chain(environment, false);
  }

  private CredentialChain chain(MapEnvironment environment, boolean instance) {
    return new CredentialChain(
        new CredentialChain.Means(
            environment,
            () -> transport,
            time,
            time,
            "eu-west-1",
            URI.create("https://sts.example"),
            instance));
  }

  private void files(String config, String credentials) throws IOException {
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(home.resolve(".aws/config"), config);
    Files.writeString(home.resolve(".aws/credentials"), credentials);
  }

  private static String text(dev.keyward.secret.SecretBytes secret) {
    return secret.read(bytes -> new String(bytes, US_ASCII));
  }

  @Test
  void chain_nothingAnywhere_saysWhatToSet() {
    assertThatThrownBy(() -> chain(environment(Map.of())).load())
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID");
  }

  @Test
  void environment_keyAndToken_areTaken() {
    Credentials found =
        chain(
                environment(
                    Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "topsecret",
                        "AWS_SESSION_TOKEN", "token")))
            .load()
            .orElseThrow();
    assertThat(found.accessKeyId()).isEqualTo("AKIDEXAMPLE");
    assertThat(text(found.secret())).isEqualTo("topsecret");
    assertThat(text(found.token().orElseThrow())).isEqualTo("token");
    assertThat(found.toString()).doesNotContain("topsecret", "token");
  }

  @Test
  void environment_halfAKey_isSaid() {
    assertThatThrownBy(() -> chain(environment(Map.of("AWS_ACCESS_KEY_ID", "A"))).load())
        .hasMessageContaining("only one is set");
  }

  @Test
  void profile_named_isReadFromBothFiles() throws IOException {
    files(
        "[default]\nregion = us-east-1\n[profile work]\nregion=eu-central-1 # here\n"
            + "services = local\n[services local]\nkms =\n  endpoint_url = https://kms.example\n",
        "; a comment\n[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = a+b/c=#x\r\n");
    MapEnvironment environment = environment(Map.of("AWS_PROFILE", "work"));
    Credentials found = chain(environment).load().orElseThrow();
    assertThat(found.accessKeyId()).isEqualTo("AKIAWORK");
    assertThat(text(found.secret())).isEqualTo("a+b/c=#x");
    try (Profiles profiles = Profiles.read(environment)) {
      assertThat(profiles.selected().orElseThrow().get("region")).contains("eu-central-1");
      assertThat(profiles.endpointUrl("kms")).contains("https://kms.example");
    }
  }

  @Test
  void profile_commentsBehindValues_areNoPartOfThem() throws IOException {
    files(
        "[default]\nregion = eu-west-1\t; here\nca_bundle = a#b;c\noutput = # none\n",
        "[default]\naws_access_key_id = AKIAME # mine\n"
            + "aws_secret_access_key = a+b/c=#x;y # until May\naws_session_token = t== ; old\n");
    MapEnvironment environment = environment(Map.of());
    Credentials found = chain(environment).load().orElseThrow();
    assertThat(found.accessKeyId()).isEqualTo("AKIAME");
    assertThat(text(found.secret())).isEqualTo("a+b/c=#x;y");
    assertThat(text(found.token().orElseThrow())).isEqualTo("t==");
    try (Profiles profiles = Profiles.read(environment)) {
      Profile profile = profiles.selected().orElseThrow();
      assertThat(profile.get("region")).contains("eu-west-1");
      assertThat(profile.get("ca_bundle")).contains("a#b;c");
      assertThat(profile.get("output")).isEmpty();
    }
  }

  @Test
  void profile_oneFileForBoth_isReadWithItsEndpoint() throws IOException {
    Path admin = home.resolve("admin.aws");
    Files.writeString(
        admin,
        "[default]\naws_access_key_id=AKIAADMIN\naws_secret_access_key=s\nregion=us-east-1\n"
            + "endpoint_url=https://127.0.0.1:8443\nca_bundle=/tmp/ca.pem\n");
    MapEnvironment environment =
        environment(
            Map.of(
                "AWS_SHARED_CREDENTIALS_FILE", admin.toString(),
                "AWS_CONFIG_FILE", admin.toString()));
    assertThat(chain(environment).load().orElseThrow().accessKeyId()).isEqualTo("AKIAADMIN");
    try (Profiles profiles = Profiles.read(environment)) {
      assertThat(profiles.endpointUrl("kms")).contains("https://127.0.0.1:8443");
    }
  }

  @Test
  void profile_thatIsNotThere_isNamed() {
    assertThatThrownBy(() -> chain(environment(Map.of("AWS_PROFILE", "ghost"))).load())
        .hasMessageContaining("ghost");
  }

  @Test
  void profile_sso_isRefusedWithAWayOut() throws IOException {
    files("[default]\nsso_session = corp\n", "");
    assertThatThrownBy(() -> chain(environment(Map.of())).load())
        .hasMessageContaining("SSO")
        .hasMessageContaining("credential_process");
  }

  @Test
  void profile_process_isRunWithoutAShell() throws IOException {
    Path script = home.resolve("creds tool.sh");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKIAPROC\",\"SecretAccessKey\":\"ps\","
            + "\"SessionToken\":\"pt\",\"Expiration\":\"2026-01-15T13:00:00Z\"}'\n");
    files("[default]\ncredential_process = /bin/sh \"" + script + "\" 'a;b'\n", "");
    Credentials found = chain(environment(Map.of())).load().orElseThrow();
    assertThat(found.accessKeyId()).isEqualTo("AKIAPROC");
    assertThat(found.expires()).isPresent();
    assertThat(ProcessSource.words("/bin/x \"a b\" 'c;d' e\\ f"))
        .isEqualTo(List.of("/bin/x", "a b", "c;d", "e f"));
  }

  @Test
  void profile_role_isTakenWithTheKeysOfItsSource() throws IOException {
    AtomicReference<Request> seen = new AtomicReference<>();
    try (FaultServer sts =
        FaultServer.start(
            (request, socket, server) -> {
              seen.set(request);
              return Replies.json(200, SESSION).handle(request, socket, server);
            })) {
      files(
          "[default]\nrole_arn = arn:aws:iam::111122223333:role/app\nsource_profile = base\n"
              + "external_id = x y\n",
          "[base]\naws_access_key_id=AKIABASE\naws_secret_access_key=bs\n");
      Credentials found =
          chain(environment(Map.of("AWS_ENDPOINT_URL_STS", sts.uri().toString())))
              .load()
              .orElseThrow();
      assertThat(found.accessKeyId()).isEqualTo("ASIAEXAMPLE");
      assertThat(text(found.token().orElseThrow())).isEqualTo("sessionToken==");
      assertThat(seen.get().text())
          .contains("Action=AssumeRole&", "ExternalId=x+y", "RoleArn=arn%3Aaws");
      assertThat(seen.get().headers().get("authorization"))
          .contains("AKIABASE/20260115/eu-west-1/sts/aws4_request");
    }
  }

  @Test
  void webIdentity_token_becomesASession() throws IOException {
    AtomicReference<Request> seen = new AtomicReference<>();
    Path token = home.resolve("token");
    Files.writeString(token, "aaa.bbb.ccc\n");
    try (FaultServer sts =
        FaultServer.start(
            (request, socket, server) -> {
              seen.set(request);
              return Replies.json(200, SESSION).handle(request, socket, server);
            })) {
      Credentials found =
          chain(
                  environment(
                      Map.of(
                          "AWS_ENDPOINT_URL_STS", sts.uri().toString(),
                          "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                          "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/app")))
              .load()
              .orElseThrow();
      assertThat(found.accessKeyId()).isEqualTo("ASIAEXAMPLE");
      assertThat(seen.get().text()).endsWith("&WebIdentityToken=aaa.bbb.ccc");
      assertThat(seen.get().headers()).doesNotContainKey("authorization");
    }
  }

  @Test
  void container_loopback_handsOutItsCredentials() {
    try (FaultServer container =
        FaultServer.start(
            (request, socket, server) ->
                Replies.json(
                        "let-me-in".equals(request.headers().get("authorization")) ? 200 : 403,
                        "{\"AccessKeyId\":\"ASIACONT\",\"SecretAccessKey\":\"cs\",\"Token\":\"ct\","
                            + "\"Expiration\":\"2026-01-15T13:00:00Z\"}")
                    .handle(request, socket, server))) {
      MapEnvironment environment =
          environment(
              Map.of(
                  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                  container.uri() + "/creds",
                  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                  "let-me-in"));
      assertThat(chain(environment).load().orElseThrow().accessKeyId()).isEqualTo("ASIACONT");
    }
  }

  @Test
  void container_foreignHostInClear_isRefused() {
    assertThatThrownBy(() -> ContainerSource.safe("http://evil.example/c", "TEST"))
        .isInstanceOf(CredentialException.class);
    ContainerSource.safe("http://169.254.170.23/c", "TEST");
    ContainerSource.safe("https://evil.example/c", "TEST");
  }

  @Test
  void instance_notEnabled_isNeverAsked() {
    try (FaultServer instance = FaultServer.start(Replies.json(200, "x"))) {
      MapEnvironment environment =
          environment(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.uri().toString()));
      assertThatThrownBy(() -> chain(environment).load()).isInstanceOf(CredentialException.class);
      assertThat(instance.requests()).isZero();
    }
  }

  @Test
  void instance_enabled_isAskedWithAToken() {
    try (FaultServer instance =
        FaultServer.start(
            (request, socket, server) -> {
              String body =
                  request.line().startsWith("PUT ")
                      ? "tok"
                      : request.line().contains("credentials/app ")
                          ? "{\"AccessKeyId\":\"ASIAINST\",\"SecretAccessKey\":\"is\",\"Token\":\"t\"}"
                          : "app";
              boolean allowed =
                  request.line().startsWith("PUT ")
                      || "tok".equals(request.headers().get("x-aws-ec2-metadata-token"));
              return Replies.json(allowed ? 200 : 401, body).handle(request, socket, server);
            })) {
      MapEnvironment environment =
          environment(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.uri().toString()));
      assertThat(chain(environment, true).load().orElseThrow().accessKeyId()).isEqualTo("ASIAINST");
    }
  }

  /** A token that makes a session, and the session itself, would go in clear. */
  @Test
  void tokenService_foreignHostInClear_isRefusedBeforeAnythingIsSent() throws IOException {
    Path token = home.resolve("token");
    Files.writeString(token, "aaa.bbb.ccc\n");
    for (String address :
        List.of("http://sts.example", "http://user:pass@127.0.0.1:1", "ftp://localhost", "::")) {
      MapEnvironment environment =
          environment(
              Map.of(
                  "AWS_ENDPOINT_URL_STS",
                  address,
                  "AWS_WEB_IDENTITY_TOKEN_FILE",
                  token.toString(),
                  "AWS_ROLE_ARN",
                  "arn:aws:iam::111122223333:role/app"));
      assertThatThrownBy(() -> chain(environment).load())
          .as(address)
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("AWS_ENDPOINT_URL_STS")
          .hasMessageNotContaining("pass@");
    }
  }

  @Test
  void instance_foreignHostInClear_isNeverAsked() {
    MapEnvironment environment =
        environment(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://metadata.example"));
    assertThatThrownBy(() -> chain(environment, true).load())
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  }

  /** The shell is ended, what it started is not, and holds on to the pipe. */
  @Test
  @Timeout(20)
  void process_leavesAChildThatKeepsItsOutput_isGivenUp() throws IOException {
    Path script = home.resolve("creds.sh");
    Files.writeString(script, "#!/bin/sh\nsleep 60 &\nsleep 60\n");
    assertThatThrownBy(
            () -> ProcessSource.run("/bin/sh " + script, "profile x", Duration.ofMillis(300)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("profile x");
  }

  @Test
  void process_keyWithoutSessionThatExpires_isKnownToExpire() {
    byte[] document =
        ("{\"Version\":1,\"AccessKeyId\":\"AKIAPROC\",\"SecretAccessKey\":\"ps\","
                + "\"Expiration\":\"2026-01-15T13:00:00Z\"}")
            .getBytes(US_ASCII);
    Credentials found = CredentialDocument.read(document, "test");
    assertThat(found.token()).isEmpty();
    assertThat(found.expires()).contains(java.time.Instant.parse("2026-01-15T13:00:00Z"));
  }

  /** Each call of a program with withdrawn keys would ask the token service again. */
  @Test
  void cache_refusedAgainAtOnce_doesNotFetchForEachCall() {
    AtomicInteger fetched = new AtomicInteger();
    CredentialCache cache =
        new CredentialCache(
            () -> {
              fetched.incrementAndGet();
              return Optional.of(made(1, Duration.ofHours(1)));
            },
            time,
            time);
    for (int call = 0; call < 50; call++) {
      assertThat(cache.replace(cache.current(LIMIT), LIMIT)).isFalse();
    }
    assertThat(fetched.get()).isLessThanOrEqualTo(2);
    time.pass(Duration.ofSeconds(11));
    cache.replace(cache.current(LIMIT), LIMIT);
    assertThat(fetched.get()).isEqualTo(3);
  }

  @Test
  @Timeout(20)
  void cache_slowSource_failsInTimeAndServesLaterCalls() {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger fetched = new AtomicInteger();
    CredentialCache cache =
        new CredentialCache(
            () -> {
              fetched.incrementAndGet();
              await(answer);
              return Optional.of(made(1, Duration.ofHours(1)));
            },
            time,
            time);
    for (int call = 0; call < 3; call++) {
      assertThatThrownBy(() -> cache.current(Duration.ofMillis(50)))
          .isInstanceOf(SlowCredentialsException.class);
    }
    answer.countDown();
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA1");
    assertThat(fetched).as("all waited for the same fetch").hasValue(1);
  }

  @Test
  @Timeout(20)
  void cache_closedBeforeTheyCome_keepsNone() {
    CountDownLatch answer = new CountDownLatch(1);
    Credentials late = made(1, Duration.ofHours(1));
    CredentialCache cache =
        new CredentialCache(
            () -> {
              await(answer);
              return Optional.of(late);
            },
            time,
            time);
    assertThatThrownBy(() -> cache.current(Duration.ofMillis(50)))
        .isInstanceOf(SlowCredentialsException.class);
    cache.close();
    answer.countDown();
    assertThatThrownBy(() -> cache.current(LIMIT)).isInstanceOf(CredentialException.class);
    while (!isWiped(late)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isWiped(Credentials credentials) {
    try (Credentials copy = credentials.copy()) {
      return copy == null;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** One after the other would wait as often as there are callers, for minutes. */
  @Test
  @Timeout(20)
  void cache_fetchFails_failsForAllThatWaitedForIt() throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    CredentialCache cache =
        new CredentialCache(
            () -> {
              fetched.incrementAndGet();
              await(go);
              throw new CredentialException("token service is dark");
            },
            time,
            time);
    List<FutureTask<Credentials>> calls = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      FutureTask<Credentials> call = new FutureTask<>(() -> cache.current(LIMIT));
      Thread thread = new Thread(call);
      thread.setDaemon(true);
      thread.start();
      calls.add(call);
      threads.add(thread);
    }
    while (!threads.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING)) {
      Thread.onSpinWait();
    }
    go.countDown();
    for (FutureTask<Credentials> call : calls) {
      assertThatThrownBy(call::get).hasMessageContaining("token service is dark");
    }
    assertThat(fetched).hasValue(1);
    assertThatThrownBy(() -> cache.current(LIMIT)).hasMessageContaining("token service is dark");
    assertThat(fetched).as("a call that comes at once shares the failure").hasValue(1);
    time.pass(Duration.ofSeconds(11));
    assertThatThrownBy(() -> cache.current(LIMIT)).hasMessageContaining("token service is dark");
    assertThat(fetched).as("a later call asks anew").hasValue(2);
  }

  @Test
  void cache_fetchFailedAndThenItsFileAppears_doesNotWait() throws IOException {
    CredentialCache cache = CredentialCache.of(chain(environment(Map.of())), time, time);
    assertThatThrownBy(() -> cache.current(LIMIT)).isInstanceOf(CredentialException.class);
    files("", "[default]\naws_access_key_id=AKIANEW\naws_secret_access_key=s\n");
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIANEW");
  }

  private MapEnvironment role(FaultServer sts) throws IOException {
    Path token = home.resolve("token");
    Files.writeString(token, "aaa.bbb.ccc\n");
    return environment(
        Map.of(
            "AWS_ENDPOINT_URL_STS", sts.uri().toString(),
            "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
            "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/app"));
  }

  private static FaultServer.Behaviour refusal(int status, String code) {
    return Replies.json(
        status, "<ErrorResponse><Error><Code>" + code + "</Code></Error></ErrorResponse>");
  }

  @Test
  void tokenService_failsInPassing_isOutOfReachAfterThreeTriesApart() throws IOException {
    for (FaultServer.Behaviour fault :
        List.of(
            refusal(500, "InternalFailure"),
            refusal(503, "ServiceUnavailable"),
            refusal(400, "Throttling"),
            Replies.close())) {
      try (FaultServer sts = FaultServer.start(fault)) {
        long before = time.nanoTime();
        assertThatThrownBy(() -> chain(role(sts)).load())
            .isInstanceOf(CredentialsOutOfReachException.class)
            .hasMessageContaining("role/app");
        assertThat(sts.requests()).isEqualTo(3);
        assertThat(time.nanoTime()).as("waits between the tries").isGreaterThan(before);
      }
    }
  }

  @Test
  void tokenService_failsOnce_isAskedAgain() throws IOException {
    try (FaultServer sts =
        FaultServer.start(
            Replies.sequence(refusal(500, "InternalFailure"), Replies.json(200, SESSION)))) {
      assertThat(chain(role(sts)).load().orElseThrow().accessKeyId()).isEqualTo("ASIAEXAMPLE");
    }
  }

  @Test
  void tokenService_refuses_isNotAskedAgain() throws IOException {
    try (FaultServer sts = FaultServer.start(refusal(403, "AccessDenied"))) {
      assertThatThrownBy(() -> chain(role(sts)).load())
          .isInstanceOf(CredentialException.class)
          .isNotInstanceOf(CredentialsOutOfReachException.class)
          .hasMessageContaining("AccessDenied");
      assertThat(sts.requests()).isEqualTo(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Credentials made(int number, Duration life) {
    return Credentials.of("AKIA" + number, EnvironmentSource.secret("s" + number), "test")
        .inSession(EnvironmentSource.secret("t"), Optional.of(time.instant().plus(life)));
  }

  @Test
  void cache_fiveMinutesBeforeTheEnd_fetchesAnew() {
    AtomicInteger fetched = new AtomicInteger();
    CredentialCache cache =
        new CredentialCache(
            () -> Optional.of(made(fetched.incrementAndGet(), Duration.ofMinutes(15))), time, time);
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA1");
    time.pass(Duration.ofMinutes(9));
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA1");
    time.pass(Duration.ofMinutes(2));
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA2");
  }

  @Test
  void cache_sourceFailsEarly_goesOnWithWhatIsStillGood() {
    AtomicInteger fetched = new AtomicInteger();
    CredentialCache cache =
        new CredentialCache(
            () -> {
              if (fetched.incrementAndGet() > 1) {
                throw new CredentialException("gone");
              }
              return Optional.of(made(1, Duration.ofMinutes(15)));
            },
            time,
            time);
    cache.current(LIMIT);
    time.pass(Duration.ofMinutes(12));
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA1");
    time.pass(Duration.ofMinutes(4));
    assertThatThrownBy(() -> cache.current(LIMIT)).isInstanceOf(CredentialException.class);
  }

  @Test
  void cache_fileRewritten_isNoticedWithinASecond() throws IOException {
    files("", "[default]\naws_access_key_id=AKIAOLD\naws_secret_access_key=s\n");
    CredentialCache cache = CredentialCache.of(chain(environment(Map.of())), time, time);
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIAOLD");
    files("", "[default]\naws_access_key_id=AKIANEWER\naws_secret_access_key=s2\n");
    time.pass(Duration.ofMillis(1100));
    assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIANEWER");
    Files.delete(home.resolve(".aws/credentials"));
    time.pass(Duration.ofMillis(1100));
    assertThat(cache.current(LIMIT).accessKeyId()).as("still the last").isEqualTo("AKIANEWER");
  }

  @Test
  void cache_refused_fetchesOnceAndSaysWhetherItIsAnother() {
    AtomicInteger fetched = new AtomicInteger();
    CredentialCache cache =
        new CredentialCache(
            () -> Optional.of(made(Math.min(2, fetched.incrementAndGet()), Duration.ofHours(1))),
            time,
            time);
    Credentials first = cache.current(LIMIT);
    assertThat(cache.replace(first, LIMIT)).isTrue();
    Credentials second = cache.current(LIMIT);
    assertThat(second.accessKeyId()).isEqualTo("AKIA2");
    assertThat(cache.replace(first, LIMIT)).as("already replaced").isTrue();
    assertThat(fetched.get()).isEqualTo(2);
    assertThat(cache.replace(second, LIMIT)).as("the same again").isFalse();
  }

  /** A program that hands out what it kept, or a token service with short sessions. */
  @Test
  void cache_fetchedAreDueOrExpiredAlready_areNotFetchedForEachCall() {
    for (Duration life : List.of(Duration.ofMinutes(3), Duration.ofMinutes(-1))) {
      AtomicInteger fetched = new AtomicInteger();
      CredentialCache cache =
          new CredentialCache(() -> Optional.of(made(fetched.incrementAndGet(), life)), time, time);
      for (int call = 0; call < 20; call++) {
        assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA1");
      }
      time.pass(Duration.ofSeconds(11));
      assertThat(cache.current(LIMIT).accessKeyId()).as("life of " + life).isEqualTo("AKIA2");
      assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA2");
      assertThat(fetched).hasValue(2);
    }
  }

  @Test
  void cache_fetchedAreDueOrExpiredAlreadyAndTheirFileChanges_areFetchedAnew() {
    for (Duration life : List.of(Duration.ofMinutes(3), Duration.ofMinutes(-1))) {
      AtomicInteger fetched = new AtomicInteger();
      AtomicInteger content = new AtomicInteger();
      CredentialCache cache =
          new CredentialCache(
              new CredentialSource() {
                @Override
                public Optional<Credentials> load() {
                  return Optional.of(made(fetched.incrementAndGet(), life));
                }

                @Override
                public Object fingerprint() {
                  return content.get();
                }
              },
              time,
              time);
      assertThat(cache.current(LIMIT).accessKeyId()).isEqualTo("AKIA1");
      content.incrementAndGet();
      time.pass(Duration.ofMillis(1100));
      assertThat(cache.current(LIMIT).accessKeyId()).as("life of " + life).isEqualTo("AKIA2");
    }
  }
}
