#!/bin/sh
# JSON Web Tokens signed with a managed key, verified with the public key alone.
# Usage: sh samples/jwt/run.sh                           (build first: mvn -q package -DskipTests)
set -eu
cd "$(dirname "$0")/../.."

jar=provider/tool/target/keyward.jar
sample=samples/jwt
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
tokens() {
  "${bin}java" "-Djava.security.properties=$overlay" --enable-native-access=ALL-UNNAMED \
    -cp "$jar:$sample/target/classes:$sample/target/lib/*" dev.keyward.samples.jwt.Tokens "$@"
}

has_key tokens || kms_keytool -genkeypair -providername Keyward -keyalg EC -groupname secp256r1 \
  -alias tokens -dname CN=tokens -keypass unused

tokens keys tokens >"$work/keys.json"
token=$(tokens issue tokens anna)
echo "$token"
tokens verify "$work/keys.json" "$token"
# The verifier needs no key service: here it has neither our jar nor our provider.
"${bin}java" -cp "$sample/target/classes:$sample/target/lib/*" \
  dev.keyward.samples.jwt.Tokens verify "$work/keys.json" "$token"
