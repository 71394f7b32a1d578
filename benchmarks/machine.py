"""What the figures were measured on, in one line without names or paths."""

import os
import platform
import re
import sqlite3
import subprocess
from pathlib import Path

from tests.postgres import binaries

UNKNOWN = "unknown processor"


def machine() -> str:
    """Cores, processor, memory and versions, such as `2 cores, Intel Xeon, 24 GiB, …`."""
    return ", ".join(
        [
            f"{os.cpu_count()} cores",
            _processor(),
            f"{_memory_gib()} GiB",
            f"{platform.system()}, Python {platform.python_version()}",
            f"PostgreSQL {_postgresql()}",
            f"SQLite {sqlite3.sqlite_version}",
        ]
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    text = information.read_text() if information.exists() else ""
    found = re.search(r"^model name\s*: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.processor() or UNKNOWN


def _memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)


def _postgresql() -> str:
    said = subprocess.run([binaries() / "postgres", "--version"], check=True, capture_output=True, text=True)
    found = re.search(r"[\d.]+", said.stdout)
    return found[0] if found else said.stdout.strip()
