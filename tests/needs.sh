#!/bin/sh
# What the tests need from the system besides Python and make: one line for each thing that is lacking.
lacking=0
need() {
	echo "make test needs $1"
	lacking=1
}
command -v cc >/dev/null || command -v gcc >/dev/null || need "a C compiler, for durable_rules (Debian: build-essential)"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
	need "Chromium, to open pages of the documentation (Debian: chromium)"
java=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
[ "${java:-0}" -ge 17 ] || need "Java 17 or newer, for Spark (Debian: openjdk-17-jre-headless)"
exit $lacking
