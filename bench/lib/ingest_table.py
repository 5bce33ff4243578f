"""The results of bench/ingest as Markdown tables: medians, ranges, ratios."""
import json
import statistics
import sys


def main():
    runs = {}
    servers = []
    with open(sys.argv[1]) as file:
        for line in file:
            run = json.loads(line)
            runs.setdefault((run["nagle"], run["associations"], run["sender"]), {}).setdefault(run["server"], []).append(run)
            if run["server"] not in servers:
                servers.append(run["server"])
    rates(runs, servers)
    usage(runs, servers)


def rates(runs, servers):
    """Instances per second, and Radhub's as a ratio of each other server's."""
    others = [server for server in servers if server != "radhub"] if "radhub" in servers else []
    print("\nInstances/s: median (lowest–highest)\n")
    heads = ["sender", "associations", *servers, *(f"radhub ÷ {other}" for other in others), "other load, cores"]
    row(heads)
    row(["---"] * 2 + ["---:"] * (len(heads) - 2))
    for (nagle, associations, sender), by_server in sorted(runs.items()):
        medians = {server: statistics.median(run["rate"] for run in by_server.get(server, [])) for server in servers if server in by_server}
        cells = [
            f"{median:.0f} ({min(r['rate'] for r in by_server[server]):.0f}–{max(r['rate'] for r in by_server[server]):.0f})"
            if (median := medians.get(server)) else "–"
            for server in servers
        ]
        ratios = [f"{medians['radhub'] / medians[other]:.2f}" if "radhub" in medians and other in medians else "–" for other in others]
        load = statistics.median(run["cpu_others"] for group in by_server.values() for run in group)
        row([sender + (", Nagle on" if nagle else ""), str(associations), *cells, *ratios, f"{load:.2f}"])


def usage(runs, servers):
    """What each took for it: medians over the runs."""
    print("\nWhat they used: medians\n")
    heads = [
        "sender", "associations", "server", "server CPU ms/instance", "sender CPU ms/instance", "C-STORE p50 / p95 / p99 ms",
        "written ÷ sent", "peak memory MiB: first process", "all processes",
    ]
    row(heads)
    row(["---"] * 3 + ["---:"] * (len(heads) - 3))
    for (nagle, associations, sender), by_server in sorted(runs.items()):
        for server in servers:
            group = by_server.get(server)
            if not group:
                continue

            def median(value):
                return statistics.median(map(value, group))

            latency = " / ".join(f"{median(lambda run: run[p]):.1f}" for p in ("p50", "p95", "p99")) if "p50" in group[0] else "–"
            row([
                sender + (", Nagle on" if nagle else ""), str(associations), server,
                f"{median(lambda run: run['cpu'] / run['instances'] * 1000):.2f}",
                f"{median(lambda run: run['cpu_sender'] / run['instances'] * 1000):.2f}",
                latency,
                f"{median(lambda run: run['written'] / run['sent']):.2f}",
                f"{median(lambda run: run['peak_rss']) / 2**20:.0f}",
                f"{median(lambda run: run['peak_pss']) / 2**20:.0f}",
            ])


def row(cells):
    print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
