#!/bin/sh
# JSON Web Tokens signed with a managed key, verified with the public key alone.
# Usage: sh samples/jwt/run.sh                           (build first: mvn -q package -DskipTests)
sample=samples/jwt
. "$(dirname "$0")/../common.sh"
tokens() {
  program "$sample/target/lib/*" dev.keyward.samples.jwt.Tokens "$@"
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
