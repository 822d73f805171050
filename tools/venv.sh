#!/bin/sh
# Makes .venv and installs what the named lists pin. Every problem is one sentence. It can be interrupted and repeated.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

is_new_enough() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' >/dev/null 2>&1
}

find_python() {
  if [ -n "${PYTHON:-}" ]; then
    is_new_enough "$PYTHON" || fail "PYTHON is $PYTHON, which is no Python 3.11 or newer that starts."
    echo "$PYTHON"
    return
  fi
  for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if is_new_enough "$name"; then
      echo "$name"
      return
    fi
  done
  fail "Tokri needs Python 3.11 or newer, and none was found: install it, or set PYTHON to the path of one."
}

# What an interrupted install leaves can look whole to pip: it is made anew.
if [ -e .venv/installing ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  python=$(find_python)
  "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
    fail "$python cannot make virtual environments: install its venv package (on Debian and Ubuntu: apt install python3-venv)."
  echo "Making a virtual environment in .venv with $("$python" --version)."
  rm -rf .venv
  "$python" -m venv .venv || fail "The virtual environment could not be made in $(pwd)/.venv."
fi

for list in "$@"; do
  set -- "$@" -r "$list"
  shift
done
: >.venv/installing
echo "Installing what is pinned (the first time takes a minute or two)."
.venv/bin/python -m pip install --quiet --no-input --require-hashes "$@" ||
  fail "The packages could not be installed: see pip's own message above, and run the same command again."
rm .venv/installing
