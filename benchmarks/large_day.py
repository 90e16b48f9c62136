"""A day in the life of a location with up to 2,000 devices, in the rig of the chaos tests.

Devices report 120 times an hour. Prints the processor time of the set-up and of a day, the memory
of Python at noon and at the end, the calls of the day, and the size of the diagnostics.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_TEST = "tests/chaos/test_large_day.py"
_MEGABYTE = 2**20


def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        environment = {
            "LARGE_DAY_DEVICES": "500,1000,2000",
            "LARGE_DAY_HOURS": "24",
            "LARGE_DAY_REPORT": str(report),
        }
        subprocess.run(  # noqa: S603 (the arguments are constants)
            [sys.executable, "-m", "pytest", "-q", "--no-cov", "--timeout=0", _TEST],
            check=True,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
        )
        days = [json.loads(line) for line in report.read_text().splitlines()]
    print(" devices   set-up s   day s   noon MiB   end MiB   calls   diagnostics MiB")
    for day in days:
        print(
            f"{day['devices']:>8} {day['set_up']:>10.1f} {day['hours']:>7.0f}"
            f" {day['morning'] / _MEGABYTE:>10.1f} {day['evening'] / _MEGABYTE:>9.1f}"
            f" {day['calls']:>7} {day['diagnostics'] / _MEGABYTE:>17.2f}"
        )


if __name__ == "__main__":
    _main()
