"""The results of bench/retrieve as a Markdown table."""
import json
import sys


def main():
    answers, servers = {}, []
    with open(sys.argv[1]) as file:
        for line in file:
            answer = json.loads(line)
            answers.setdefault(answer["question"], {})[answer["server"]] = answer
            if answer["server"] not in servers:
                servers.append(answer["server"])
    compared = "radhub" in servers and "orthanc" in servers
    print("\nMilliseconds to the last byte: median (least–most), the answer's size, and how many studies or instances it tells of\n")
    row(["question", *servers, *(["orthanc ÷ radhub"] if compared else [])])
    row(["---"] + ["---:"] * (len(servers) + compared))
    for question, by_server in answers.items():
        cells = [question]
        for server in servers:
            got = by_server[server]
            cells.append(f"{got['median']:.1f} ({got['least']:.1f}–{got['most']:.1f}), {size(got['bytes'])}{hits(got['hits'])}")
        if compared:
            cells.append(f"{by_server['orthanc']['median'] / by_server['radhub']['median']:.1f}")
        row(cells)


def size(number):
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.1f} kB"


def hits(number):
    return f", {number}" if number else ""


def row(cells):
    print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
