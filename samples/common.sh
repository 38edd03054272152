# Read by the scripts of the samples, which set $sample before: goes to the root of the repository, says
# where things are, and makes an empty folder $work for what a run writes.
set -eu
cd "$(dirname "$0")/../.."

jar=provider/tool/target/keyward.jar
overlay=conf/keyward.security
work=$sample/target/run
bin=${JAVA_HOME:+$JAVA_HOME/bin/}

if [ ! -f "$jar" ] || [ ! -d "$sample/target" ]; then
  echo "Build first: mvn -q package -DskipTests" >&2
  exit 1
fi
rm -rf "$work"
mkdir -p "$work"

keyward() {
  "${bin}java" -jar "$jar" "$@"
}
has_key() {
  keyward keys describe "alias/$1" >/dev/null 2>&1
}
kms_keytool() {
  "${bin}keytool" "-J-Djava.security.properties=$overlay" "-J--module-path=$jar" \
    -J--enable-native-access=dev.keyward "$@" -keystore NONE -storetype KMS -storepass unused
}
# A program that knows only the JCA: more class path, then options, class and arguments.
program() {
  (start "$@")
}
# The same for the background: "start … &" makes $! the program itself.
start() {
  path=$1
  shift
  exec "${bin}java" "-Djava.security.properties=$overlay" --enable-native-access=ALL-UNNAMED \
    -cp "$jar:$sample/target/classes:$path" "$@"
}
# Waits until a background program has written a line that starts like this: text, file, process.
wait_for() {
  until grep -q "^$1" "$2" 2>/dev/null; do
    kill -0 "$3" 2>/dev/null || { cat "$work"/*.log >&2; exit 1; }
    sleep 0.2
  done
}
