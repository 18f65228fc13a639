"""A proxy on loopback that answers for invented hosts, byte by byte as each case wants it."""

import socket
import socketserver
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Asked:
    host: str
    path: str
    head: bytes


@dataclass
class Line:
    """What a behaviour may do to the crawler's connection. `send` answers whether anybody still listens."""

    connection: socket.socket
    stopped: Event

    def send(self, data: bytes) -> bool:
        try:
            self.connection.sendall(data)
        except OSError:
            return False
        return not self.stopped.is_set()

    def drip(self, data: bytes, every_s: float = 0.2) -> None:
        """The same bytes again and again, slowly, for as long as they are taken."""
        while self.send(data) and not self.stopped.wait(every_s):
            pass

    def pour(self, data: bytes) -> None:
        while self.send(data):
            pass

    def hang(self) -> None:
        """Say nothing, until the crawler has gone."""
        self.connection.settimeout(0.2)
        while not self.stopped.is_set():
            with suppress(TimeoutError):
                if not self._heard():
                    return

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.connection.close()

    def _heard(self) -> bytes:
        try:
            return self.connection.recv(1024)
        except ConnectionError:
            return b""


Behaviour = Callable[[Line, Asked], None]


def says(
    body: bytes | str = b"",
    *headers: str,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
) -> Behaviour:
    """An answer in good order."""
    raw = body.encode() if isinstance(body, str) else body
    fields = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(raw)}",
        "Connection: close",
        *headers,
    ]
    whole = "\r\n".join(fields).encode() + b"\r\n\r\n" + raw

    def answer(line: Line, _asked: Asked) -> None:
        line.send(whole)

    return answer


def raw(*parts: bytes) -> Behaviour:
    """Exactly these bytes, and the end of the connection."""

    def answer(line: Line, _asked: Asked) -> None:
        for part in parts:
            line.send(part)

    return answer


NOT_FOUND = says("none", status="404 Not Found", kind="text/plain")


@dataclass
class HostileWeb:
    proxy: str = ""
    pages: dict[tuple[str, str], Behaviour] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def put(self, host: str, path: str, behaviour: Behaviour) -> None:
        self.pages[host, path] = behaviour

    def count(self, host: str, path: str | None = None) -> int:
        return sum(item.host == host and path in {None, item.path} for item in self.asked)

    def answer(self, connection: socket.socket) -> None:
        head = _head(connection)
        if head is None:
            return
        target = head.split(b" ", 2)[1].decode("latin-1")
        parts = urlsplit(target)
        asked = Asked(parts.netloc, target.partition(parts.netloc)[2] or "/", head)
        with self._lock:
            self.asked.append(asked)
        behaviour = self.pages.get((asked.host, asked.path)) or self.pages.get((asked.host, "*"), NOT_FOUND)
        behaviour(Line(connection, self.stopped), asked)


def _head(connection: socket.socket) -> bytes | None:
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return None
        head += part
    return head


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


@contextmanager
def serving() -> Iterator[HostileWeb]:
    web = HostileWeb()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(ConnectionError):
                web.answer(self.request)

    with _Server(("127.0.0.1", 0), Handler) as server:
        web.proxy = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            web.stopped.set()
            server.shutdown()
            thread.join()
