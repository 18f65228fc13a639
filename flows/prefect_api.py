"""Prefect's own API as a child of this process: quiet, offline, and gone when we are, even after a kill -9.

Prefect's built-in ephemeral server outlives a killed parent, one orphan of 200 MB a time; this child watches a pipe
that the system closes when the parent ends. Import nothing of Prefect before `prefect_api` is entered: it reads its
settings from the environment at import.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import SuarError

START_TIMEOUT_S = 120.0
_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(int(START_TIMEOUT_S)),
}


class PrefectUnavailableError(SuarError):
    """Prefect's API did not come up."""


@contextmanager
def prefect_api(home: Path, *, schedules: bool = False, meanwhile: Callable[[], object] | None = None) -> Iterator[str]:
    """Set Prefect's environment and run its API on loopback for the block; yields the address.

    With PREFECT_API_URL set by the user that server is used and none is started. `schedules` switches on the services
    that create scheduled runs; a single run needs none of them. The API takes 9 to 25 seconds to come up, on a core of
    its own: `meanwhile` is called in that time.
    """
    prefect_settings(home)
    given = os.environ.get("PREFECT_API_URL")
    if given:
        yield given
        return
    home.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}/api"
        child = _start(door, schedules=schedules)
    os.environ["PREFECT_API_URL"] = url
    try:
        if meanwhile:
            meanwhile()
        _wait(url, child)
        yield url
    finally:
        del os.environ["PREFECT_API_URL"]
        _stop(child)


def prefect_settings(home: Path) -> None:
    """What Prefect reads at import: quiet, offline, everything it writes in `home`."""
    os.environ.update({**_QUIET, "PREFECT_HOME": str(home)})


def _start(door: socket.socket, *, schedules: bool) -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    if not schedules:
        environment |= {"PREFECT__SERVER_EPHEMERAL": "1"}
    door.set_inheritable(True)
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no outside words
        [sys.executable, "-m", "flows.prefect_api", str(door.fileno())],
        env=environment | {"PREFECT__SERVER_FINAL": "1"},
        stdin=subprocess.PIPE,
        pass_fds=[door.fileno()],
        start_new_session=True,  # Ctrl-C is for us; the server goes when we let it
    )


def _wait(url: str, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < end:
        if child.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=START_TIMEOUT_S):  # noqa: S310 - loopback, built above
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise PrefectUnavailableError(
        "Prefect's API did not start: run `suar doctor`, or set PREFECT_API_URL to a server that runs."
    )


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.stdin:
        child.stdin.close()
    child.terminate()
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _serve(descriptor: int) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn

    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on", access_log=False
    )
    with socket.socket(fileno=descriptor) as door:
        uvicorn.Server(config).run(sockets=[door])


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
