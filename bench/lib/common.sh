# Shared by the scripts of this folder; sourced, not run. Everything started through here is stopped when the script ends.

bench=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
export PYTHONDONTWRITEBYTECODE=1
repository=$(dirname -- "$bench")
python=/usr/bin/python3
[ -x "$python" ] || python=python3
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac

say() { echo "bench: $*" >&2; }

die() {
  say "$*"
  exit 1
}

# need PROGRAM WHAT-IT-IS …: ends the script with a list of what is missing
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null || missing+=("$1 ($2)")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] || die "missing: $(printf '%s; ' "${missing[@]}")on Debian: apt-get install dcmtk orthanc orthanc-dicomweb postgresql-client"
}

# The work folder holds what is generated once (studies, classes) and each run's stores and logs.
open_work() {
  work=$(realpath -m -- "${work:-${TMPDIR:-/tmp}/radhub-bench}")
  mkdir -p "$work"
  exec 9>"$work/lock"
  flock -n 9 || die "another benchmark uses $work"
  mkdir -p "$work/classes"
  "$javac" --release 17 -d "$work/classes" "$bench"/src/*.java
}

# bench_java CLASS ARGUMENT …
bench_java() {
  local class=$1
  shift
  "$java" -cp "$work/classes" "org.radhub.bench.$class" "$@"
}

free_port() {
  "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# await_port PORT SECONDS
await_port() {
  local until=$((SECONDS + $2))
  until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
    [ "$SECONDS" -lt "$until" ] || return 1
    kill -0 "$server_pid" 2>/dev/null || return 1
    sleep 0.1
  done
}

# Ten digits that were not used before
token_count=0
fresh_token() {
  token_count=$((token_count + 1))
  token=$(printf '%010d' $((($(date +%s) * 100 + token_count) % 10000000000)))
}

# The machine, as Markdown list items
machine() {
  local disk
  disk=$(df --output=source,fstype "$work" | tail -1)
  echo "- machine: $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)), $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo) memory, Linux $(uname -r)"
  echo "- disk: $disk; append of 512 KiB and fdatasync: $("$python" "$bench/lib/disk.py" "$work")"
  echo "- Java: $("$java" -version 2>&1 | sed -n 2p)"
  echo "- Radhub: $(git -C "$repository" rev-parse --short HEAD 2>/dev/null || echo 'not from git')$(git -C "$repository" diff --quiet HEAD 2>/dev/null || echo ', changed'); DCMTK: $(storescp --version | sed -n 's/.*storescp \(v[^ ]*\).*/\1/p' | head -1); Orthanc: $(Orthanc --version | sed -n '1s/Orthanc //p')"
}

trap 'exit 130' INT
trap 'exit 143' TERM
trap 'stop_servers' EXIT
