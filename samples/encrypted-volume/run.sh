#!/bin/sh
# A volume's life: create, attach and write, read, snapshot under another key, disable, re-wrap.
# Usage: sh samples/encrypted-volume/run.sh              (build first: mvn -q package -DskipTests)
set -eu
cd "$(dirname "$0")/../.."

jar=provider/tool/target/keyward.jar
sample=samples/encrypted-volume
work=$sample/target/run
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
rm -rf "$work"
mkdir -p "$work"

volume() {
  "${bin}java" -Djava.security.properties=conf/keyward.security --enable-native-access=ALL-UNNAMED \
    -cp "$jar:$sample/target/classes" dev.keyward.samples.volume.VolumeSample "$@"
}
for alias in volumes backups; do
  "${bin}java" -jar "$jar" keys describe "alias/$alias" >/dev/null 2>&1 ||
    "${bin}java" -jar "$jar" keys create --alias "$alias"
done

keyward() {
  "${bin}java" -jar "$jar" "$@"
}
volume create "$work/data.volume" 256 volumes
volume write "$work/data.volume" volumes 500000 'order 7: two apples'
echo "attached under volumes: $(volume read "$work/data.volume" volumes 500000 19)"
volume snapshot "$work/data.volume" volumes "$work/snapshot.volume" backups

keyward keys disable alias/volumes
volume read "$work/data.volume" volumes 500000 19 >"$work/refused" 2>&1 &&
  { echo "a disabled key opened the volume" >&2; exit 1; }
echo "volume:                 refused, $(grep -o 'key/[^ ]* is disabled' "$work/refused" | head -n 1)"
echo "snapshot under backups: $(volume read "$work/snapshot.volume" backups 500000 19)"

keyward keys enable alias/volumes
volume rewrap "$work/data.volume" volumes backups
keyward keys disable alias/volumes
echo "re-wrapped to backups:  $(volume read "$work/data.volume" backups 500000 19)"
keyward keys enable alias/volumes
