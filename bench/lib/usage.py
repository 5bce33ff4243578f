"""What a server's processes used, its database included: CPU seconds, bytes written, memory. Linux's /proc only."""
import glob
import os

TICKS = os.sysconf("SC_CLK_TCK")


def machine_cpu():
    """Seconds that all cores were busy since boot."""
    with open("/proc/stat") as file:
        user, nice, system, _idle, _wait, irq, softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


class Usage:
    def __init__(self, pid, home):
        self.pid = pid
        self.home = home
        self.peak_pss = 0

    def snapshot(self):
        """Since the server's start: cpu in seconds, user and system, ended children included; written in bytes."""
        cpu = written = 0
        for pid in self._processes():
            try:
                with open(f"/proc/{pid}/stat") as file:
                    cpu += sum(map(int, file.read().rpartition(")")[2].split()[11:15]))
                with open(f"/proc/{pid}/io") as file:
                    written += int(dict(line.split(": ") for line in file.read().splitlines())["write_bytes"])
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended just now: its parent has its figures
        return {"cpu": cpu / TICKS, "written": written}

    def watch(self, done):
        """Keeps the peak of the proportional memory of all processes together, until done is set."""
        while not done.wait(0.5):
            self.peak_pss = max(self.peak_pss, self._pss())

    def forget_peak(self):
        with open(f"/proc/{self.pid}/clear_refs", "w") as file:
            file.write("5")

    def peak_rss(self):
        """Bytes, of the server's first process, since forget_peak."""
        return self._status("VmHWM:")

    def rss(self):
        """Bytes, of the server's first process, now."""
        return self._status("VmRSS:")

    def _status(self, name):
        with open(f"/proc/{self.pid}/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(name))

    def _pss(self):
        total = 0
        for pid in self._processes():
            try:
                with open(f"/proc/{pid}/smaps_rollup") as file:
                    total += next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
            except (FileNotFoundError, ProcessLookupError, StopIteration):
                continue  # it ended just now
        return total

    def _processes(self):
        children = {}
        for path in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(path) as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(path.split("/")[2]))
        found, waiting = set(), [self.pid, *self._database()]
        while waiting:
            pid = waiting.pop()
            if pid not in found:
                found.add(pid)
                waiting += children.get(pid, [])
        return found

    def _database(self):
        """The embedded PostgreSQL is nobody's child: it is found by the file that it keeps."""
        for path in glob.glob(os.path.join(self.home, "postgres", "data", "postmaster.pid")):
            with open(path) as file:
                yield int(file.readline())
