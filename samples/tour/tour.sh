#!/bin/sh
# awscli and boto3 call every operation of a Keyward endpoint. See README.md beside this file.
set -eu
cd "$(dirname "$0")/../.."

jar=provider/tool/target/keyward.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[ -f "$jar" ] || { echo "tour: build first: mvn -q package -DskipTests" >&2; exit 2; }

if ! python3 -c 'import boto3' 2>/dev/null; then
  echo "tour: SKIPPED: python3 with boto3 is not installed (awscli is driven from it too)"
  exit 0
fi

work=$(mktemp -d)
server=
finish() {
  code=$?
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  rm -rf "$work"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

# No token is there: the tour makes a custom key store, and does not get to connect it.
"$java" -Dkeyward.custom-key-store.cluster-abcdefg2345.library=/nowhere/token.so -jar "$jar" serve --listen 127.0.0.1:0 --home "$work/home" >"$work/out" 2>"$work/err" &
server=$!
tries=0
until grep -q '^Keyward endpoint ready at ' "$work/out"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "tour: the endpoint did not start:" >&2
    cat "$work/err" >&2
    exit 1
  fi
  sleep 0.1
done
cat "$work/out"

# A user who may encrypt and nothing else, made while the endpoint runs.
keyward() { "$java" -jar "$jar" "$@" --home "$work/home" >/dev/null; }
cat >"$work/policy.json" <<'POLICY'
{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Encrypt","Resource":"*"}}
POLICY
keyward iam users create writer
keyward iam users put-policy writer encrypt "$work/policy.json"
keyward iam access-keys create writer --out "$work/writer.aws"

unset AWS_CA_BUNDLE REQUESTS_CA_BUNDLE AWS_PROFILE AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL_KMS
unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
export AWS_EC2_METADATA_DISABLED=true
python3 samples/tour/tour.py "$work"
