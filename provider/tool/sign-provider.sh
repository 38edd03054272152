#!/bin/sh
# Signs keyward.jar as Oracle's JDK wants it of providers with ciphers. OpenJDK builds do not ask for it.
# Usage: sh provider/tool/sign-provider.sh OUTPUT ALIAS KEYSTORE [JARSIGNER-OPTION…]
#   The password of the key store is taken from the variable KEYSTORE_PASSWORD.
#   KEYSTORE NONE with -storetype KMS signs with a managed key: see provider/docs/ORACLE-JDK.md.
set -eu

if [ $# -lt 3 ]; then
  sed -n '3,5s/^# *//p' "$0" >&2
  exit 2
fi
output=$1 alias=$2 keystore=$3
shift 3

jar=$(dirname "$0")/target/keyward.jar
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
[ -f "$jar" ] || { echo "$jar is missing: run mvn package first" >&2; exit 1; }
[ ! -e "$output" ] || { echo "$output exists already" >&2; exit 1; }
: "${KEYSTORE_PASSWORD:?set it to the password of the key store}"

unfinished=$output.part
trap 'rm -f "$unfinished"' EXIT
"${bin}jarsigner" -keystore "$keystore" -storepass:env KEYSTORE_PASSWORD "$@" \
  -digestalg SHA-256 -signedjar "$unfinished" "$jar" "$alias" >&2
"${bin}jarsigner" -verify "$unfinished" | grep -q '^jar verified' || { echo "the signature is wrong" >&2; exit 1; }
mv "$unfinished" "$output"
echo "signed $output"
