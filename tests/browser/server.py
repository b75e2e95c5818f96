"""A real server process for the browser and the race tests, with a database of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from ssc_course.management.commands.serve import SERVER

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def manage(folder: Path, database_url: str, *arguments: str) -> str:
    """Runs `manage.py` on that data; what it printed. A failure fails the test with what was said."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(folder, database_url), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    return done.stdout


def environment(folder: Path, database_url: str, **more: str) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": database_url, **more}


@dataclass
class Server:
    """`granian` as `make run` starts it. `database_url` may be shared by several of them."""

    folder: Path
    database_url: str
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"server-{self.port}.log"

    def manage(self, *arguments: str) -> str:
        return manage(self.folder, self.database_url, *arguments)

    def start(self) -> None:
        """Returns when the server is ready; the same address again after `stop` or `kill`."""
        address = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "granian", *SERVER, *address, "ssc_course.wsgi:application"],
                cwd=ROOT,
                env=environment(self.folder, self.database_url, PUBLIC_URL=self.url, **self.more),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.is_ready():
            assert self.process.poll() is None, f"The server ended at its start:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"The server is not ready:\n{self.log.read_text()}"
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> int:
        """As Ctrl-C does; the exit status."""
        return self._end("terminate")

    def kill(self) -> None:
        """As a power cut does: the process and its workers are gone without a word."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, 9)
        self._end("kill")

    def _end(self, how: str) -> int:
        if self.process is None:
            return 0
        getattr(self.process, how)()
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def failures(self) -> str:
        """What the server logged as an error."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(line for line in lines if '"level": "ERROR"' in line or "Traceback" in line)
