# Shared by the commands in this folder: plain messages, and how to reach what the machine has.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
CACHE="$ROOT/.cache"
export UV_PYTHON_DOWNLOADS=never
# Trust what the machine trusts: an authority's network often has a certificate of its own.
export UV_SYSTEM_CERTS=true
SYSTEM_CERTIFICATES=/etc/ssl/certs/ca-certificates.crt
if [ -r "$SYSTEM_CERTIFICATES" ]; then
  export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$SYSTEM_CERTIFICATES}"
  export PIP_CERT="${PIP_CERT:-$SYSTEM_CERTIFICATES}"
fi
export UV_PROJECT_ENVIRONMENT="$ROOT/.venv"
unset VIRTUAL_ENV

say() { printf '%s\n' "$*"; }

# Says what is missing and how to get it, and ends. First argument: what is wrong. The others: exact commands.
die() {
  printf '\nCan’t go on: %s\n' "$1" >&2
  shift
  if [ "$#" -gt 0 ]; then
    printf 'Run this, then start again:\n' >&2
    printf '    %s\n' "$@" >&2
  fi
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Prints how to become root for one command: nothing when root already, "sudo" when it may be used.
# Fails when neither is to be had.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    sudo "$@"
  else
    return 1
  fi
}

# Installs Debian or Ubuntu packages, or ends with the command that somebody who may can run.
install_packages() {
  local command_for_a_person="sudo apt-get update && sudo apt-get install --no-install-recommends $*"
  have apt-get || die "these system packages are missing, and this machine has no apt-get: $*" \
    "(install the packages of your system that bring the same programs)"
  say "  installing system packages: $*"
  if [ -z "${APT_UPDATED:-}" ]; then
    as_root apt-get update -qq >/dev/null 2>&1 || die "system packages are missing: $*" "$command_for_a_person"
    APT_UPDATED=1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$CACHE/apt.log" 2>&1 \
    || die "apt-get could not install $* (what it said is in .cache/apt.log)" "$command_for_a_person"
}

# Prints the name of a Chromium or Chrome on PATH; fails when there is none.
find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if have "$name"; then command -v "$name"; return; fi
  done
  return 1
}

# Prints the folder of PostgreSQL's server programs, 15 or later; fails when there is none.
find_postgres() {
  local folder version
  while read -r folder; do
    [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] || continue
    version="$("$folder/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')"
    if [ "$version" -ge 15 ]; then printf '%s\n' "$folder"; return; fi
  done < <(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV; have initdb && dirname "$(command -v initdb)")
  return 1
}
