#!/bin/sh
# The first minute with Keyward: builds what is needed, then runs samples/quickstart.
# Needs a JDK (17 or newer) and Maven. Keys go to ~/.keyward unless a configuration says otherwise.
set -eu
cd "$(dirname "$0")/.."

jar=provider/tool/target/keyward.jar
classes=samples/quickstart/target/classes
main=$classes/dev/keyward/samples/quickstart/Quickstart.class
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

stale() {
  [ ! -f "$jar" ] || [ ! -f "$main" ] ||
    [ -n "$(find keystore-spi/src/main provider/*/src/main provider/*/pom.xml pom.xml -newer "$jar" -type f 2>/dev/null | head -n 1)" ] ||
    [ -n "$(find samples/quickstart/src/main -newer "$main" -type f 2>/dev/null | head -n 1)" ]
}

if stale; then
  echo "Building keyward.jar (the first time Maven fetches what it needs) ..."
  mvn -q -B -pl samples/quickstart -am -DskipTests package
fi

# The store's native library (SQLite) is announced, so that newer JDKs do not warn of it.
exec "$java" -Xmx64m -Xshare:auto --enable-native-access=ALL-UNNAMED -cp "$jar:$classes" \
  dev.keyward.samples.quickstart.Quickstart samples/quickstart/target/quickstart "$jar"
