"""Posts deliveries one after another in its own process, so that only the receiver is measured.

Reads the URL and then one request per line, as JSON. Prints how many were answered with 200, and
the seconds for all.
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
