#!/bin/sh
# Signs a jar with a managed key by jarsigner, verifies it, and shows that a changed jar is noticed.
# Usage: sh samples/sign-jar/run.sh [JAR]                (build first: mvn -q package -DskipTests)
sample=samples/sign-jar
. "$(dirname "$0")/../common.sh"

has_key code-signing || kms_keytool -genkeypair -providername Keyward -keyalg RSA -keysize 3072 \
  -alias code-signing -dname "CN=Release key" -ext KU=digitalSignature -ext EKU=codeSigning -keypass unused

if [ $# -gt 0 ]; then
  cp "$1" "$work/program.jar"
else
  echo "what the program says" >"$work/text"
  "${bin}jar" --create --file "$work/program.jar" -C "$work" text
fi
"${bin}jarsigner" "-J-Djava.security.properties=$overlay" "-J--module-path=$jar" \
  -J--enable-native-access=dev.keyward -keystore NONE -storetype KMS -storepass unused \
  "$work/program.jar" code-signing >"$work/signing.log" || { cat "$work/signing.log" >&2; exit 1; }

# Verifying is the JDK's own business: no key service, no provider.
"${bin}jarsigner" -verify -verbose:summary -certs "$work/program.jar" | grep -E "jar verified|CN="

cp "$work/program.jar" "$work/changed.jar"
echo "something else" >"$work/text"
"${bin}jar" --update --file "$work/changed.jar" -C "$work" text
"${bin}jarsigner" -verify "$work/changed.jar" >"$work/verify.log" 2>&1 &&
  ! grep -q -i "digest error\|unsigned entr" "$work/verify.log" &&
  { echo "the changed jar was accepted" >&2; exit 1; }
echo "changed jar: $(grep -o -i 'SHA.* digest error for [a-z]*\|unsigned entries' "$work/verify.log" | head -n 1)"
