#!/bin/sh
# Mutual TLS: a server and a client, each with a managed key, each trusting the other's certificate.
# Usage: sh samples/mtls-client/run.sh                   (build first: mvn -q package -DskipTests)
sample=samples/mtls-client
. "$(dirname "$0")/../common.sh"

# The alias whose key it has, then class and arguments.
peer() {
  alias=$1
  shift
  start "" -Djavax.net.ssl.keyStoreType=KMS -Djavax.net.ssl.keyStore=NONE \
    "-Dkeyward.keystore.aliases=$alias" "-Djavax.net.ssl.trustStore=$work/trusted.p12" \
    -Djavax.net.ssl.trustStorePassword=changeit "$@"
}

# Two keys in the key service, and their certificates in a file that both programs trust.
for name in mtls-server mtls-client; do
  has_key "$name" || kms_keytool -genkeypair -providername Keyward -keyalg EC -groupname secp256r1 \
    -alias "$name" -dname "CN=$name" -ext SAN=dns:localhost -keypass unused
  kms_keytool -exportcert -rfc -alias "$name" -file "$work/$name.pem" 2>/dev/null
  "${bin}keytool" -importcert -noprompt -alias "$name" -file "$work/$name.pem" \
    -keystore "$work/trusted.p12" -storetype PKCS12 -storepass changeit 2>/dev/null
done

peer mtls-server dev.keyward.samples.mtls.Server >"$work/url" 2>"$work/server.log" &
server=$!
trap '{ kill $server; wait $server; } 2>/dev/null || true' EXIT
wait_for https: "$work/url" $server
(peer mtls-client dev.keyward.samples.mtls.Client "$(cat "$work/url")")
