# The servers that are compared; sourced, not run. start_server sets dicom_port, http_port, server_ae, server_home, server_log and
# server_pid to those of the server it started.

running=() # pid:home of each that was started

# start_server NAME FOLDER: on an empty folder, or on what it left there
start_server() {
  server_home=$2
  server_log=$2.log
  dicom_port=$(free_port)
  http_port=$(free_port)
  mkdir -p "$server_home"
  case $1 in
    storescp | orthanc | radhub) "start_$1" ;;
    radhub-full)
      start_radhub
      fill_radhub_index 20000 1000000 9000000000
      ;;
    *) die "there is no server '$1': storescp, orthanc, radhub, radhub-full (radhub with 1000000 instances in its index)" ;;
  esac
}

# Waits for the port, at most so many seconds: began NAME PORT SECONDS
began() {
  await_port "$2" "$3" || die "$1 did not start: see $server_log"
}

start_storescp() {
  server_ae=STORESCP
  TCP_NODELAY=1 storescp --fork --output-directory "$server_home" "$dicom_port" >"$server_log" 2>&1 9>&- &
  server_pid=$!
  running+=("$server_pid:$server_home")
  began storescp "$dicom_port" 20
}

# With its DICOMweb plugin where orthanc_plugins names it
start_orthanc() {
  server_ae=ORTHANC
  cat >"$server_home/orthanc.json" <<EOF
{
  "Name": "bench", "StorageDirectory": "$server_home/storage", "IndexDirectory": "$server_home/storage",
  "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "HttpPort": $http_port, "DicomPort": $dicom_port,
  "DicomAet": "$server_ae", "DicomAlwaysAllowStore": true, "SyncStorageArea": ${orthanc_sync:-true}, "StorageCompression": false,
  "Plugins": [${orthanc_plugins:-}], "DicomWeb": {"Enable": true}
}
EOF
  TCP_NODELAY=1 Orthanc "$server_home/orthanc.json" >"$server_log" 2>&1 9>&- &
  server_pid=$!
  running+=("$server_pid:$server_home")
  began Orthanc "$http_port" 300
  began Orthanc "$dicom_port" 60
}

# From this repository, built where it is not; the demo region, so that COUNTYA_CT may send
start_radhub() {
  server_ae=RADHUB
  RADHUB_HOME="$server_home" RADHUB_HTTP_PORT=$http_port RADHUB_DICOM_PORT=$dicom_port RADHUB_DEMO=true \
    "$repository/run" >"$server_log" 2>&1 9>&- &
  server_pid=$!
  running+=("$server_pid:$server_home")
  local until=$((SECONDS + 900))
  until grep -q '^radhub ready: ' "$server_log"; do
    kill -0 "$server_pid" 2>/dev/null && [ "$SECONDS" -lt "$until" ] || die "Radhub did not start: see $server_log"
    sleep 0.2
  done
}

# How many instances the server says that it has
count_instances() {
  case $1 in
    storescp) find "$server_home" -type f | wc -l ;;
    orthanc) curl -s "http://127.0.0.1:$http_port/statistics" | "$python" -c 'import json, sys; print(json.load(sys.stdin)["CountInstances"])' ;;
    radhub | radhub-full) radhub_sql 'select coalesce(sum(instance_count), 0) from storage.study' ;;
  esac
}

# The database that the Radhub at server_home has embedded: radhub_sql STATEMENT, or with none, statements from standard input
radhub_sql() {
  local cluster=$server_home/postgres
  PGPASSWORD=$(cat "$cluster/password") psql -X -q -At -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(sed -n 4p "$cluster/data/postmaster.pid")" \
    -U postgres postgres ${1:+-c "$1"}
}

# Puts studies into the index of the Radhub at server_home, which is empty: fill_radhub_index STUDIES INSTANCES TOKEN
fill_radhub_index() {
  say "loading $1 studies with $2 instances into Radhub's index"
  bench_java IndexRows "$1" "$2" "$3" | radhub_sql
}

# await_instances NAME COUNT SECONDS: an index may follow the acknowledgements
await_instances() {
  local until=$((SECONDS + $3)) count=
  until count=$(count_instances "$1") && [ "$count" = "$2" ]; do
    [ "$SECONDS" -lt "$until" ] || die "$1 has ${count:-no answer} instances of $2"
    sleep 0.5
  done
}

# Stops what was started, Radhub's database too; waits until it is gone
stop_servers() {
  local each
  for each in "${running[@]}"; do
    stop_process "${each%%:*}" "${each#*:}/postgres/data/postmaster.pid"
  done
  running=()
}

# stop_process PID FILE-OF-ITS-DATABASE
stop_process() {
  local until=$((SECONDS + 60)) database=
  [ ! -f "$2" ] || database=$(head -1 "$2")
  kill "$1" 2>/dev/null || true
  while kill -0 "$1" 2>/dev/null; do
    [ "$SECONDS" -lt "$until" ] || kill -9 "$1" 2>/dev/null || true
    sleep 0.1
  done
  wait "$1" 2>/dev/null || true
  [ -z "$database" ] || ! kill -0 "$database" 2>/dev/null || kill -INT "$database"
}
