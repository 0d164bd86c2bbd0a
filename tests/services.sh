#!/usr/bin/env bash
# What the tests talk to: PostgreSQL, Redis, Java for Spark, Chromium with Chinese fonts.
# Installs each from Debian's packages where it is missing and this user may; starts a server where none answers.
# `services.sh browser` cares for the browser alone.
set -euo pipefail

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

updated=no
install() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "services: please install: $*" >&2
        return 1
    fi
    [ "$updated" = yes ] || { apt-get update -qq; updated=yes; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

browser() {
    command -v chromium-headless-shell >/dev/null || install chromium-headless-shell
    fc-list 2>/dev/null | grep -qi 'noto.*cjk' || install fonts-noto-cjk fontconfig
}

wait_for() {
    for _ in $(seq 1 100); do answers "$1" && return 0; sleep 0.1; done
    echo "services: nothing answers on port $1" >&2
    return 1
}

postgresql() {
    answers 5432 && return 0
    command -v pg_ctlcluster >/dev/null || install postgresql
    if ! answers 5432; then
        local version
        version=$(find /etc/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -n | tail -n 1)
        # The tests reach it as postgres over the loopback address alone.
        local rules="/etc/postgresql/$version/main/pg_hba.conf"
        grep -q '^host all postgres 127.0.0.1/32 trust' "$rules" ||
            sed -i '1i host all postgres 127.0.0.1/32 trust' "$rules"
        pg_ctlcluster --skip-systemctl-redirect "$version" main start
    fi
    wait_for 5432
}

redis() {
    answers 6379 && return 0
    command -v redis-server >/dev/null || install redis-server
    answers 6379 || redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save "" --appendonly no >/dev/null
    wait_for 6379
}

java_runtime() {
    command -v java >/dev/null || install openjdk-17-jre-headless
}

browser
[ "${1:-all}" = browser ] || { postgresql; redis; java_runtime; }
