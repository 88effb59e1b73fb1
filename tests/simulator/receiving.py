"""A server that receives the simulator's webhooks, keeps a demo clock and knows names."""

import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Received:
    path: str
    form: dict[str, str]
    signature: str
    connection: int


@dataclass
class Receiver:
    """The account's web server: keeps what it is sent; `answers` are the statuses to give first, by path."""

    posts: list[Received] = field(default_factory=list)
    answers: dict[str, list[int]] = field(default_factory=dict)
    clock_offset: int = 0
    clock_refusal: str = ""
    clock_looks: int = 0
    phones: object = field(default_factory=list)
    phones_status: int = 200
    phones_looks: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def posts_to(self, path: str) -> list[Received]:
        return [post for post in self.posts if post.path == path]

    def tell_time(self) -> tuple[int, dict]:
        self.clock_looks += 1
        return 200, {"now": "…", "offset_seconds": self.clock_offset}

    def tell_names(self) -> tuple[int, dict]:
        self.phones_looks += 1
        return self.phones_status, {"phones": self.phones}

    def statuses(self, path: str) -> list[str]:
        return [post.form["MessageStatus"] for post in self.posts_to(path)]


@contextmanager
def receiver_running(port: int = 0) -> Iterator[Receiver]:
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", port), _receiving(receiver))
    server.daemon_threads = True
    server.block_on_close = False
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _receiving(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Receiving(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._say(*receiver.tell_names() if self.path == "/demo/phones" else receiver.tell_time())

        def do_POST(self) -> None:
            source = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(urllib.parse.parse_qsl(source, keep_blank_values=True))
            if self.path == "/demo/clock":
                self._move_clock()
                return
            received = Received(self.path, form, self.headers["X-Twilio-Signature"], self.client_address[1])
            receiver.posts.append(received)
            first = receiver.answers.get(self.path)
            self._say(first.pop(0) if first else 200, {})

        def _move_clock(self) -> None:
            if receiver.clock_refusal:
                self._say(409, {"error": receiver.clock_refusal})
                return
            receiver.clock_offset += 3600
            self._say(200, {"now": "…", "offset_seconds": receiver.clock_offset})

        def _say(self, status: int, body: dict) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            pass

    return Receiving
