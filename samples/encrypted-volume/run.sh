#!/bin/sh
# A volume's life: create, attach and write, read, snapshot under another key, disable, re-wrap.
# Usage: sh samples/encrypted-volume/run.sh              (build first: mvn -q package -DskipTests)
sample=samples/encrypted-volume
. "$(dirname "$0")/../common.sh"

volume() {
  program "" dev.keyward.samples.volume.VolumeSample "$@"
}
for alias in volumes backups; do
  has_key "$alias" || keyward keys create --alias "$alias"
done

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
