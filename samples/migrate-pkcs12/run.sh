#!/bin/sh
# Moves a server from a PKCS12 file to a managed key while clients keep visiting it.
# Usage: sh samples/migrate-pkcs12/run.sh                (build first: mvn -q package -DskipTests)
sample=samples/migrate-pkcs12
. "$(dirname "$0")/../common.sh"

shop() {
  start "" -Dkeyward.keystore.aliases=shop "-Djavax.net.ssl.trustStore=$work/trusted.p12" \
    -Djavax.net.ssl.trustStorePassword=changeit "$@"
}

# What there is today: a key and its certificate in a file.
"${bin}keytool" -genkeypair -keyalg EC -groupname secp256r1 -alias shop -dname CN=localhost \
  -ext SAN=dns:localhost -keystore "$work/shop.p12" -storetype PKCS12 -storepass changeit 2>/dev/null
"${bin}keytool" -exportcert -rfc -alias shop -keystore "$work/shop.p12" -storepass changeit \
  -file "$work/shop.pem" 2>/dev/null
"${bin}keytool" -importcert -noprompt -alias shop -file "$work/shop.pem" -keystore "$work/trusted.p12" \
  -storetype PKCS12 -storepass changeit 2>/dev/null

mkfifo "$work/commands" "$work/end"
shop dev.keyward.samples.migrate.Server "$work/shop.p12" \
  <"$work/commands" >"$work/server.out" 2>"$work/server.log" &
server=$!
exec 3>"$work/commands"
trap 'exec 3>&- 4>&-; { kill $server; wait $server; } 2>/dev/null || true' EXIT
wait_for https: "$work/server.out" $server
url=$(grep ^https: "$work/server.out")
shop dev.keyward.samples.migrate.Visitor "$url" <"$work/end" >"$work/visitor.out" 2>"$work/visitor.log" &
visitor=$!
exec 4>"$work/end"
wait_for "now served with a key from a file" "$work/visitor.out" $visitor

# The move: import the key, tell the server, remove the file.
"${bin}keytool" "-J-Djava.security.properties=$overlay" "-J--module-path=$jar" \
  -J--enable-native-access=dev.keyward -J-Dkeyward.import=true -importkeystore -noprompt \
  -srckeystore "$work/shop.p12" -srcstoretype PKCS12 -srcstorepass changeit \
  -destkeystore NONE -deststoretype KMS -deststorepass unused >"$work/import.out" 2>&1 ||
  { cat "$work/import.out" >&2; exit 1; }
echo "imported: $("${bin}java" -jar "$jar" keys describe alias/shop --json | grep -o '"Origin" : "[A-Z]*"')"
echo KMS >&3
wait_for switched "$work/server.out" $server
rm "$work/shop.p12"
wait_for "now served with a key from the key service" "$work/visitor.out" $visitor
echo >&4
wait $visitor
cat "$work/visitor.out"
