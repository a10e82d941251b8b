#!/usr/bin/env bash
# Puts the locked Python packages into .venv, so that every make target can begin from nothing.
# usage: scripts/python_packages.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."

lock=${1:?"usage: $0 run|dev"}
venv=.venv
python=$venv/bin/python

say() { printf '%s\n' "$*" >&2; }

newest_python() {
    local name
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    say "Bootkeeper needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3"
    return 1
}

# A copied or half-made .venv has a python that cannot import pip: begin again.
if ! "$python" -c 'import pip' 2>/dev/null; then
    chosen=$(newest_python)
    say "+ $chosen -m venv $venv"
    if ! "$chosen" -m venv --clear "$venv"; then
        say "Python could not make a virtual environment. On Debian: apt-get install python3-venv"
        exit 1
    fi
fi

# pip reads the hashes too; it only takes longer, and brings the faster uv.
say "+ installing the locked packages of requirements/$lock.txt into $venv"
"$python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r requirements/uv.txt
if ! "$python" -m uv pip install --quiet --python "$python" --require-hashes \
    -r "requirements/$lock.txt"; then
    say "uv could not install them (it does not read pip's settings): trying with pip"
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "requirements/$lock.txt"
fi

# What the tests need includes what a run needs.
touch "$venv/run.stamp"
if [ "$lock" = dev ]; then touch "$venv/dev.stamp"; fi
