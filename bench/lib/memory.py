"""Runs a sender against a server, and prints the most memory that the server had: memory.py PID HOME SENDER…"""
import json
import subprocess
import sys
import threading
import time

from usage import Usage


def main():
    usage = Usage(int(sys.argv[1]), sys.argv[2])
    idle = usage.rss()
    usage.forget_peak()
    done = threading.Event()
    watcher = threading.Thread(target=usage.watch, args=(done,), daemon=True)
    watcher.start()
    sent = subprocess.run(sys.argv[3:], stdout=subprocess.PIPE, timeout=900)
    if sent.returncode != 0:
        sys.exit("the sender failed")
    time.sleep(10)  # what follows the answers, such as an upload, is in the figure too
    done.set()
    watcher.join()
    result = json.loads(sent.stdout)
    print(
        f"{result['instances']} objects at once in {result['seconds']:.1f} s; resident memory of the server's first process:"
        f" {idle / 2**20:.0f} MiB before, at most {usage.peak_rss() / 2**20:.0f} MiB;"
        f" all its processes together at most {usage.peak_pss / 2**20:.0f} MiB"
    )


if __name__ == "__main__":
    main()
