"""What one synced write of 512 KiB takes in this folder: a limit for whoever syncs each instance alone."""
import os
import sys
import time

path = os.path.join(sys.argv[1], "disk-probe")
block = os.urandom(512 * 1024)
times = []
file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
try:
    for _ in range(100):
        start = time.perf_counter()
        os.write(file, block)
        os.fdatasync(file)
        times.append(time.perf_counter() - start)
finally:
    os.close(file)
    os.unlink(path)
times.sort()
print(f"median {times[50] * 1000:.2f} ms, 95 % within {times[94] * 1000:.2f} ms")
