"""Posts deliveries one after the other, in a process of its own: only the receiver is measured.

Reads the URL and then one request a line, as JSON; prints how many were answered with 200 and how
many seconds all took.
"""

import http.client
import json
import sys
import time
from http import HTTPStatus
from urllib.parse import urlsplit


def _main() -> None:
    url = urlsplit(sys.stdin.readline().strip())
    requests = [json.loads(line) for line in sys.stdin]
    connection = http.client.HTTPConnection(url.hostname or "", url.port)
    good = 0
    start = time.perf_counter()
    for headers, body in requests:
        connection.request("POST", url.path, body.encode(), headers)
        with connection.getresponse() as response:
            response.read()
        good += response.status == HTTPStatus.OK
    print(good, time.perf_counter() - start)


if __name__ == "__main__":
    _main()
