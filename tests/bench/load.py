"""A small load generator: threads with one kept connection each, so light that the servers are what is measured."""

import socket
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CLIENTS = 4
CHUNK = 262_144


@dataclass(frozen=True)
class Answer:
    status: int
    head: dict[str, str]
    body: bytes
    seconds: float


@dataclass
class Round:
    """What one side did in one round."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, part: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(int(len(ordered) * part), len(ordered) - 1)]


class Line:
    """One connection to one server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.door: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        began = time.perf_counter()
        if self.door is None:
            self.door = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.door.sendall(request)
        head, rest = self._head()
        length = int(head.get("content-length", "0"))
        if head[":status"] == "304":
            length = 0
        body = self._body(rest, length)
        return Answer(int(head[":status"]), head, body, time.perf_counter() - began)

    def _head(self) -> tuple[dict[str, str], bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        raw, _, rest = data.partition(b"\r\n\r\n")
        first, *lines = raw.decode("latin-1").split("\r\n")
        head = {":status": first.split(" ")[1]}
        for line in lines:
            name, _, value = line.partition(": ")
            head[name.lower()] = value
        return head, rest

    def _body(self, body: bytes, length: int) -> bytes:
        parts, had = [body], len(body)
        while had < length:
            part = self._more()
            parts.append(part)
            had += len(part)
        return b"".join(parts)

    def _more(self) -> bytes:
        part = self.door.recv(CHUNK) if self.door is not None else b""
        if not part:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return part

    def close(self) -> None:
        if self.door is not None:
            self.door.close()
            self.door = None


def get(path: str, cookies: str = "", **headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", f"Cookie: {cookies}", "Accept-Language: sv"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, cookies: str, body: str) -> bytes:
    raw = body.encode()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Cookie: {cookies}",
        "Accept-Language: sv",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(raw)}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + raw


def run(port: int, requests: Iterator[bytes], seconds: float) -> Round:
    """As many requests as can be answered in the time, from CLIENTS connections at once."""
    done, lock = Round(), threading.Lock()
    end = time.perf_counter() + seconds

    def work() -> None:
        line, times, statuses = Line(port), [], set()
        while time.perf_counter() < end:
            with lock:
                request = next(requests)
            answer = line.ask(request)
            times.append(answer.seconds)
            statuses.add(answer.status)
        line.close()
        with lock:
            done.times.extend(times)
            done.statuses.update(statuses)

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.seconds = time.perf_counter() - began
    return done


def median(values: list[float]) -> float:
    return statistics.median(values)
