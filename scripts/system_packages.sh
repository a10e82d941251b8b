#!/usr/bin/env bash
# Installs the missing system packages with apt, or says in one sentence what a person must do.
# usage: [APT=0] scripts/system_packages.sh paper|test
#   paper  what PDF labels need; the app starts without them, so this never fails
#   test   what the whole suite needs; fails when something stays missing
set -euo pipefail

paper="libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-liberation2"
set_name=${1:?"usage: $0 paper|test"}
case $set_name in
    paper) wanted=$paper why="PDF labels cannot be printed" give_up=0 ;;
    test) wanted="chromium-headless-shell redis-server postgresql $paper poppler-utils" why="The tests cannot run" give_up=1 ;;
    *) echo "usage: $0 paper|test" >&2; exit 2 ;;
esac

# The program a package is wanted for: when it is there, however it came, nothing is missing.
program_of() {
    case $1 in
        chromium-headless-shell) command -v "$1" chromium chromium-browser google-chrome ;;
        redis-server) command -v redis-server ;;
        postgresql) command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' ;;
        poppler-utils) command -v pdftoppm ;;
        *) return 1 ;;
    esac
}

is_there() {
    [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = "install ok installed" ] ||
        program_of "$1" >/dev/null 2>&1
}

missing=""
for package in $wanted; do
    is_there "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

install="apt-get install --yes --no-install-recommends$missing"
leave() {
    echo "$why until these system packages are installed:$missing." >&2
    echo "$1" >&2
    exit "$give_up"
}

if ! command -v apt-get >/dev/null; then
    leave "There is no apt-get here: install them with your system's own package manager."
elif [ "${APT:-1}" = 0 ]; then
    leave "APT=0 is set, so nothing was installed. By hand: sudo $install"
elif [ "$(id -u)" != 0 ]; then
    leave "Only root may install them. By hand: sudo $install"
fi

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "+ apt-get update && $install" >&2
if ! { apt-get update && $install; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    leave "apt-get could not install them; its last lines stand above."
fi
