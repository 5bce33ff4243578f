"""Sends the studies of a folder to a server, and appends one line of JSON with how fast, and what server, sender and others used.

measure.py --server NAME --sender storescu|own --associations N --nagle 0|1 --round N --port N --called AE --calling AE
           --data FOLDER --classes FOLDER --pid N --home FOLDER --settle SECONDS --results FILE
"""
import argparse
import glob
import json
import os
import resource
import subprocess
import sys
import threading
import time

from usage import Usage, machine_cpu


def options():
    parser = argparse.ArgumentParser()
    for name in ("server", "sender", "called", "calling", "data", "classes", "home", "results"):
        parser.add_argument("--" + name, required=True)
    for name in ("associations", "nagle", "round", "port", "pid"):
        parser.add_argument("--" + name, required=True, type=int)
    parser.add_argument("--settle", type=float, default=2)
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a sender is stopped")
    return parser.parse_args()


def storescu(o):
    """One process for each association, whole studies to each in turn; returns the wall time in seconds."""
    studies = sorted(path for path in glob.glob(os.path.join(o.data, "*")) if os.path.isdir(path))
    environment = dict(os.environ)
    environment.pop("TCP_NODELAY", None)
    if not o.nagle:
        environment["TCP_NODELAY"] = "1"
    shares = [share for share in (studies[n :: o.associations] for n in range(o.associations)) if share]
    start = time.perf_counter()
    senders = [
        subprocess.Popen(
            ["storescu", "-q", "-R", "+sd", "-aet", o.calling, "-aec", o.called, "127.0.0.1", str(o.port), *share],
            env=environment,
        )
        for share in shares
    ]
    try:
        for sender in senders:
            if sender.wait(timeout=o.limit) != 0:
                sys.exit("storescu failed against " + o.server)
    finally:
        for sender in senders:
            if sender.poll() is None:
                sender.kill()
    seconds = time.perf_counter() - start
    return {"instances": len(glob.glob(os.path.join(o.data, "*", "*.dcm"))), "seconds": round(seconds, 3)}


def own(o):
    command = [
        os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java",
        "-cp", o.classes, "org.radhub.bench.Sender",
        str(o.port), o.called, o.calling, str(o.associations), o.data,
    ]
    if o.nagle:
        command.append("nagle")
    sent = subprocess.run(command, stdout=subprocess.PIPE, timeout=o.limit)
    if sent.returncode != 0:
        sys.exit("the sender failed against " + o.server)
    return json.loads(sent.stdout)


def main():
    o = options()
    usage = Usage(o.pid, o.home)
    before, machine_before, sender_before = usage.snapshot(), machine_cpu(), children_cpu()
    usage.forget_peak()
    done = threading.Event()
    watcher = threading.Thread(target=usage.watch, args=(done,), daemon=True)
    watcher.start()
    result = storescu(o) if o.sender == "storescu" else own(o)
    sending = usage.snapshot()
    others = machine_cpu() - machine_before - (sending["cpu"] - before["cpu"]) - (children_cpu() - sender_before)
    sender = children_cpu() - sender_before
    time.sleep(o.settle)
    done.set()
    watcher.join()
    after = usage.snapshot()
    result.update(
        server=o.server, sender=o.sender, associations=o.associations, nagle=o.nagle, round=o.round,
        rate=round(result["instances"] / result["seconds"], 1),
        cpu_sending=round(sending["cpu"] - before["cpu"], 2),
        cpu=round(after["cpu"] - before["cpu"], 2),
        cpu_sender=round(sender, 2),
        cpu_others=round(max(0, others) / result["seconds"], 2),
        written=after["written"] - before["written"],
        sent=sum(os.path.getsize(path) for path in glob.glob(os.path.join(o.data, "*", "*.dcm"))),
        peak_rss=usage.peak_rss(), peak_pss=usage.peak_pss,
    )
    with open(o.results, "a") as file:
        file.write(json.dumps(result) + "\n")
    print(
        f"bench: {o.server} {o.sender} x{o.associations}{' nagle' if o.nagle else ''}: {result['rate']} instances/s,"
        f" others took {result['cpu_others']} cores",
        file=sys.stderr,
    )


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
