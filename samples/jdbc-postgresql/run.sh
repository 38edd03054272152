#!/bin/sh
# PostgreSQL with a managed login key and an encrypted column: starts the database, writes, rotates the
# key, reads, moves the column to another key, reads without the first one, and stops the database.
# Usage: sh samples/jdbc-postgresql/run.sh               (build first: mvn -q package -DskipTests)
sample=samples/jdbc-postgresql
. "$(dirname "$0")/../common.sh"

driver=$(echo "$sample"/target/lib/postgresql-*.jar)
customers() {
  program "$driver" -Djavax.net.ssl.keyStoreType=KMS -Djavax.net.ssl.keyStore=NONE \
    "-Djavax.net.ssl.trustStore=$work/server.p12" -Djavax.net.ssl.trustStorePassword=changeit \
    dev.keyward.samples.jdbc.Customers "$url" "$@"
}

# The keys of the program: one to log in with, one for the column. Both stay in the key service.
has_key app || kms_keytool -genkeypair -providername Keyward -keyalg EC -groupname secp256r1 -alias app \
  -dname CN=app -keypass unused
has_key customers || keyward keys create --alias customers
kms_keytool -exportcert -rfc -alias app -file "$work/app.pem" 2>/dev/null

# The database's own key is a file: PostgreSQL is not a Java program.
"${bin}keytool" -genkeypair -keyalg EC -groupname secp256r1 -alias server -dname CN=localhost \
  -ext SAN=dns:localhost -keystore "$work/server.p12" -storetype PKCS12 -storepass changeit 2>/dev/null

mkfifo "$work/stop"
"${bin}java" -cp "$sample/target/classes:$sample/target/lib/*" dev.keyward.samples.jdbc.Database \
  "$work/database" "$work/server.p12" "$work/app.pem" <"$work/stop" >"$work/url" 2>"$work/database.log" &
database=$!
exec 3>"$work/stop"
trap 'exec 3>&-; wait $database 2>/dev/null || true' EXIT
wait_for jdbc: "$work/url" $database
url=$(grep ^jdbc: "$work/url")

customers add Anna DE02120300000000202051
customers add Bert DE02500105170137075030
keyward keys rotate alias/customers
customers list

# Another key takes over: it writes the values anew, the first key is shut off, and its name moves on.
has_key customers-next || keyward keys create --alias customers-next
customers reencrypt customers-next
keyward keys disable alias/customers
keyward aliases update customers alias/customers-next
keyward aliases delete customers-next
customers list
