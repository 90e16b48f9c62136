"""Sends events one by one, with a rest before each, in its own process.

In a real home, other work has displaced code and data from the caches of the processor when the
next event arrives. The rest does the same.

Reads the URL of a webhook, or nothing for a stream, and then one event per line, as JSON. A stream
waits for its reader and prints its port first. The last line that it prints has the time at which
each event was sent, by the clock that all processes of a machine share.
"""

import http.client
import json
import socket
import sys
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

REST = 0.01
"""Seconds between two events."""

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def _send_all(lines: Sequence[str], send: Callable[[str], None]) -> None:
    times = []
    for line in lines:
        time.sleep(REST)
        times.append(time.perf_counter())
        send(line)
    print(json.dumps(times), flush=True)


def _post(url: str, lines: Sequence[str]) -> None:
    """Post each event: a line has headers and body."""
    target = urlsplit(url)
    connection = http.client.HTTPConnection(target.hostname or "", target.port)

    def send(line: str) -> None:
        headers, body = json.loads(line)
        connection.request("POST", target.path, body.encode(), headers)
        with connection.getresponse() as response:
            response.read()

    _send_all(lines, send)


def _stream(lines: Sequence[str]) -> None:
    """Send each event to the reader of a stream: a line is the text of the event."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        reader, _ = server.accept()
    with reader:
        reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reader.recv(65536)
        reader.sendall(_HEAD)
        time.sleep(1)

        def send(line: str) -> None:
            text = json.loads(line).encode()
            reader.sendall(b"%x\r\n%b\r\n" % (len(text), text))

        _send_all(lines, send)
        time.sleep(0.5)
        reader.sendall(b"0\r\n\r\n")


def _main() -> None:
    url = sys.stdin.readline().strip()
    lines = sys.stdin.read().splitlines()
    if url:
        _post(url, lines)
    else:
        _stream(lines)


if __name__ == "__main__":
    _main()
