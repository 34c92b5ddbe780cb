"""The recorders that are programs of their own: tcpdump, mitmdump, wget; and a pcapng as editcap rewrites one.

Each takes the folder to write to and yields what it recorded. A program that is not
there is said by name.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import dpkt
from client import speak
from plan import HANDLER, PAGER, QUICKTEL, SHOP, SMSC, Step, steps
from server import serving

__all__ = [
    "Missing", "Recorded", "gateway", "mitmproxy", "mitmproxy_har", "pcapng", "program", "tcpdump", "version", "wget",
]  # fmt: skip


class Missing(Exception):
    """A program that a recorder needs is not installed."""


@dataclass(frozen=True)
class Recorded:
    """A capture, what recorded it, and the steps that it holds."""

    file: str
    tool: str
    steps: list[Step]


def program(name: str) -> str:
    """A program's path, also of those beside this Python; raises Missing."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise Missing(name)
    return found


def version(name: str, line: int = 0) -> str:
    """What a program says its version is, in one line."""
    told = subprocess.run([program(name), "--version"], capture_output=True, text=True, check=False)
    return (told.stdout or told.stderr).splitlines()[line].strip()


def _dial(address: tuple[str, int]) -> Callable[[], socket.socket]:
    return lambda: socket.create_connection(address, timeout=20)


# ---------------------------------------------------------------- packets


@contextmanager
def _dumping(file: Path, port: int, *options: str) -> Iterator[None]:
    """tcpdump on this port while the block runs."""
    command = [program("tcpdump"), "-w", str(file), "-U", "-B", "8192", *options, "tcp", "port", str(port)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    for line in running.stderr:
        if "listening on" in line:
            break
    else:
        raise RuntimeError(f"tcpdump does not listen: {' '.join(command)}")
    time.sleep(0.3)
    yield
    time.sleep(2)
    running.send_signal(signal.SIGINT)
    running.wait(10)
    os.chmod(file, 0o644)


def tcpdump(folder: Path) -> Iterator[Recorded]:
    """Packets of the loopback interface; of all interfaces, with nanoseconds, over IPv6; and cut to 160 bytes each."""
    tool = version("tcpdump")
    said = steps()
    for file, host, spoken, options in (
        ("tcpdump.pcap", "127.0.0.1", said, ("-i", "lo")),
        ("tcpdump-any-ipv6.pcap", "::1", [s for s in said if s.host in (SMSC, SHOP)],
         ("-i", "any", "--time-stamp-precision=nano")),
        ("tcpdump-snaplen.pcap", "127.0.0.1", [s for s in said if s.host in (PAGER, HANDLER) and not s.together],
         ("-i", "lo", "-s", "300")),
    ):  # fmt: skip
        with serving(spoken, host) as server:
            address = server.server_address[:2]
            with _dumping(folder / file, address[1], *options):
                speak(spoken, _dial(address))
        yield Recorded(file, f"{tool}, {' '.join(options)}", spoken)


def pcapng(folder: Path) -> Iterator[Recorded]:
    """tcpdump's packets as ``editcap -F pcapng`` writes them: an interface with options, and its statistics last."""
    source = folder / "tcpdump.pcap"
    if not source.exists():
        raise Missing("tcpdump.pcap")
    pieces: list[bytes] = []
    ng = dpkt.pcapng
    section = [ng.PcapngOptionLE(code=ng.PCAPNG_OPT_SHB_USERAPPL, text="editcap"), ng.PcapngOptionLE(code=0)]
    pieces.append(bytes(ng.SectionHeaderBlockLE(opts=section)))
    options = [
        ng.PcapngOptionLE(code=2, text="lo"), ng.PcapngOptionLE(code=9, data=b"\x09"), ng.PcapngOptionLE(code=0),
    ]  # fmt: skip
    pieces.append(bytes(ng.InterfaceDescriptionBlockLE(linktype=1, snaplen=262144, opts=options)))
    with source.open("rb") as stream:
        for moment, data in dpkt.pcap.Reader(stream):
            stamp = int(moment * 1_000_000) * 1000
            block = ng.EnhancedPacketBlockLE(
                ts_high=stamp >> 32, ts_low=stamp & 0xFFFFFFFF, caplen=len(data), pkt_len=len(data), pkt_data=data
            )
            pieces.append(bytes(block))
    # Interface statistics, of which dpkt has no class: interface 0, packets received.
    pieces.append(b"\x05\0\0\0" + b"\x18\0\0\0" + bytes(12) + b"\x18\0\0\0")
    (folder / "editcap.pcapng").write_bytes(b"".join(pieces))
    yield Recorded("editcap.pcapng", "the packets of tcpdump.pcap, rewritten by dpkt " + dpkt.__version__, steps())


# ---------------------------------------------------------------- mitmproxy


@contextmanager
def _mitmdump(file: Path, mode: str, *options: str) -> Iterator[tuple[str, int]]:
    """mitmdump in a mode while the block runs; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file.unlink(missing_ok=True)
    with TemporaryDirectory() as home:
        command = [
            program("mitmdump"), "-q", "-w", str(file), "--mode", mode, "--listen-host", "127.0.0.1",
            "--listen-port", str(port), "--set", f"confdir={home}", "--set", "keep_host_header=true", *options,
        ]  # fmt: skip
        running = subprocess.Popen(command)
        try:
            _wait_for(port)
            yield "127.0.0.1", port
            time.sleep(1)
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("mitmdump does not listen")


def mitmproxy(folder: Path) -> Iterator[Recorded]:
    """Flows through a reverse proxy, a forward proxy, and over TLS and HTTP/2 as curl speaks it."""
    tool = version("mitmdump")
    said = steps()
    with serving(said) as server:
        port = server.server_address[1]
        with _mitmdump(folder / "mitmproxy-reverse.flow", f"reverse:http://127.0.0.1:{port}") as address:
            speak(said, _dial(address))
        yield Recorded("mitmproxy-reverse.flow", f"{tool}, reverse proxy", said)
        spoken = [step for step in said if step.host in (QUICKTEL, HANDLER) and len(step.body) < 5000]
        with _mitmdump(folder / "mitmproxy-forward.flow", f"upstream:http://127.0.0.1:{port}") as address:
            speak(spoken, _dial(address), proxy=True)
        yield Recorded("mitmproxy-forward.flow", f"{tool}, forward proxy", spoken)
        spoken = [step for step in said if not step.cut and step.host in (SMSC, PAGER, SHOP)]
        curl = version("curl").split(" (")[0]
        with _mitmdump(folder / "mitmproxy-http2.flow", f"reverse:http://127.0.0.1:{port}") as address:
            for step in spoken:
                _curl(step, address[1])
        yield Recorded("mitmproxy-http2.flow", f"{tool}, reverse proxy; HTTP/2 over TLS by {curl}", spoken)


def _curl(step: Step, port: int) -> None:
    command = [program("curl"), "-sk", "--http2", "--compressed", "--connect-to", f"::127.0.0.1:{port}"]
    command += ["-I"] if step.method == "HEAD" else []
    command += ["-H", f"Content-Type: {step.kind}", "--data-binary", "@-"] if step.method == "POST" else []
    command.append(f"https://{step.host}{step.target}")
    done = subprocess.run(command, input=step.body, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{step.name}: curl ended with {done.returncode}")


def mitmproxy_har(folder: Path) -> Iterator[Recorded]:
    """The reverse proxy's flows as mitmproxy exports them to HAR."""
    source = folder / "mitmproxy-http2.flow"
    if not source.exists():
        raise Missing("mitmproxy-http2.flow")
    made = folder / "mitmproxy.har"
    subprocess.run([program("mitmdump"), "-q", "-n", "-r", str(source), "--set", f"hardump={made}"], check=True)
    spoken = [step for step in steps() if not step.cut and step.host in (SMSC, PAGER, SHOP)]
    yield Recorded(made.name, f"{version('mitmdump')}, hardump", spoken)


# ---------------------------------------------------------------- wget and the gateway


def wget(folder: Path) -> Iterator[Recorded]:
    """WARC records of wget, which asks through the server as its proxy; compressed, and as they are."""
    tool = version("wget")
    spoken = [replace(s, coding=s.coding if s.coding == "gzip" else "") for s in steps() if s.cut != "request"]
    # wget follows redirects by itself, and keeps no reply without a body.
    spoken = [s for s in spoken if s.method != "HEAD" and s.status not in (204, 302, 304)]
    for file, options in (("wget.warc.gz", ()), ("wget.warc", ("--no-warc-compression",))):
        pieces = []
        if options:
            spoken = [step for step in spoken if step.host in (PAGER, SHOP) or step.cut]
        with serving(spoken) as server, TemporaryDirectory() as home:
            proxy = f"http://127.0.0.1:{server.server_address[1]}"
            for step in spoken:
                _wget(step, home, {"http_proxy": proxy, "PATH": os.environ["PATH"]}, options)
                pieces.append((Path(home) / f"w{Path(file).suffix if options else '.warc.gz'}").read_bytes())
        (folder / file).write_bytes(b"".join(pieces))
        yield Recorded(file, tool, spoken)


def _wget(step: Step, home: str, env: dict[str, str], options: tuple[str, ...]) -> None:
    command = [
        program("wget"), "-q", "--tries=1", "--timeout=10", "--max-redirect=0", "--content-on-error", "-O", "reply",
        "--warc-file=w", "--no-warc-keep-log", "--compression=gzip", *options,
    ]  # fmt: skip
    if step.method == "POST":
        (Path(home) / "body").write_bytes(step.body)
        command += ["--post-file=body", f"--header=Content-Type: {step.kind}"]
    subprocess.run([*command, f"http://{step.host}{step.target}"], cwd=home, env=env, check=False)


def gateway(folder: Path) -> Iterator[Recorded]:
    """The server's own log, in the record that the docs describe."""
    import gzip
    import json

    said = steps()
    with serving(said) as server:
        speak(said, _dial(server.server_address[:2]))
        time.sleep(0.5)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in server.log)
    (folder / "gateway.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    yield Recorded("gateway.jsonl.gz", "the local server's log", said)
