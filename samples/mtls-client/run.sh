#!/bin/sh
# Mutual TLS: a server and a client, each with a managed key, each trusting the other's certificate.
# Usage: sh samples/mtls-client/run.sh                   (build first: mvn -q package -DskipTests)
set -eu
cd "$(dirname "$0")/../.."

jar=provider/tool/target/keyward.jar
sample=samples/mtls-client
work=$sample/target/run
overlay=conf/keyward.security
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
rm -rf "$work"
mkdir -p "$work"

kms_keytool() {
  "${bin}keytool" "-J-Djava.security.properties=$overlay" "-J--module-path=$jar" \
    -J--enable-native-access=dev.keyward "$@" -keystore NONE -storetype KMS -storepass unused
}
has_key() {
  "${bin}java" -jar "$jar" keys describe "alias/$1" >/dev/null 2>&1
}
program() {
  name=$1
  class=$2
  shift 2
  "${bin}java" "-Djava.security.properties=$overlay" --enable-native-access=ALL-UNNAMED \
    -Djavax.net.ssl.keyStoreType=KMS -Djavax.net.ssl.keyStore=NONE "-Dkeyward.keystore.aliases=$name" \
    "-Djavax.net.ssl.trustStore=$work/trusted.p12" -Djavax.net.ssl.trustStorePassword=changeit \
    -cp "$jar:$sample/target/classes" "dev.keyward.samples.mtls.$class" "$@"
}

# Two keys in the key service, and their certificates in a file that both programs trust.
for name in mtls-server mtls-client; do
  has_key "$name" || kms_keytool -genkeypair -providername Keyward -keyalg EC -groupname secp256r1 \
    -alias "$name" -dname "CN=$name" -ext SAN=dns:localhost -keypass unused
  kms_keytool -exportcert -rfc -alias "$name" -file "$work/$name.pem" 2>/dev/null
  "${bin}keytool" -importcert -noprompt -alias "$name" -file "$work/$name.pem" \
    -keystore "$work/trusted.p12" -storetype PKCS12 -storepass changeit 2>/dev/null
done

program mtls-server Server >"$work/url" 2>"$work/server.log" &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
until grep -q ^https: "$work/url"; do
  kill -0 $server 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
  sleep 0.2
done
program mtls-client Client "$(cat "$work/url")"
