#!/bin/sh
# An HTTPS server on a managed key: makes the key and a self-signed certificate at the first start.
# Usage: sh samples/tls-server/run.sh [ALIAS [PORT]]     (build first: mvn -q package -DskipTests)
set -eu
cd "$(dirname "$0")/../.."

alias=${1:-tls-server}
port=${2:-0}
jar=provider/tool/target/keyward.jar
classes=samples/tls-server/target/classes
overlay=conf/keyward.security
certificate=samples/tls-server/target/$alias.pem
bin=${JAVA_HOME:+$JAVA_HOME/bin/}

kms_keytool() {
  "${bin}keytool" "-J-Djava.security.properties=$overlay" "-J--module-path=$jar" \
    -J--enable-native-access=dev.keyward "$@" -keystore NONE -storetype KMS -storepass unused
}

if ! "${bin}java" -jar "$jar" keys describe "alias/$alias" >/dev/null 2>&1; then
  kms_keytool -genkeypair -providername Keyward -keyalg EC -groupname secp256r1 -alias "$alias" \
    -dname CN=localhost -ext SAN=dns:localhost,ip:127.0.0.1 -keypass unused
fi
kms_keytool -exportcert -rfc -alias "$alias" -file "$certificate" 2>/dev/null
echo "Try: curl --cacert $certificate URL"

exec "${bin}java" "-Djava.security.properties=$overlay" --enable-native-access=ALL-UNNAMED \
  -cp "$jar:$classes" dev.keyward.samples.tls.TlsServer "$alias" "$port"
