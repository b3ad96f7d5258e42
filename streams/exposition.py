"""Trạng thái: what operators and their machines may ask a worker over HTTP."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from streams.metrics import Metrics

log = logging.getLogger("thongke.streams")

Question = Callable[[], str | None]
"""Asks for the reason of trouble; None when there is none."""


def expose(metrics: Metrics, port: int, livez: Question, readyz: Question) -> ThreadingHTTPServer:
    """Serve `/metrics`, `/livez` and `/readyz` from a thread that ends with the process."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(metrics.registry))
            elif (question := {"/livez": livez, "/readyz": readyz}.get(self.path)) is not None:
                trouble = question()
                words = "ok\n" if trouble is None else trouble + "\n"
                self._answer(503 if trouble else 200, "text/plain; charset=utf-8", words.encode())
            else:
                self._answer(404, "text/plain; charset=utf-8", b"/metrics /livez /readyz\n")

        def _answer(self, code: int, kind: str, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Not a line a scrape."""

    server = ThreadingHTTPServer(("", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="exposition", daemon=True).start()
    log.info("metrics on port %d", server.server_port)
    return server
