"""Trang xem số liệu: choose unit, period and form; a number opens to its list, then a dossier.

Every page is a dictionary that the template shows and `?json=1` gives as it is: both say the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from projections.definitions import Definitions
from review import appendix, cell, choose, dossier, doubts, form, indicators
from review.asked import Asked, Known, NotAccepted, form_of, line_of, list_of, page_of
from review.headers import HEADERS, Headers
from review.shown import environment

HOME = Path(__file__).parent


def create(engine: Engine, definitions: Definitions) -> Starlette:
    """The application over one database, by one set of definitions."""
    pages = _Pages(engine, definitions, Jinja2Templates(env=environment(HOME / "templates")))
    app = Starlette(
        routes=[
            Route("/", pages.choose),
            Route("/xem", pages.chosen),
            Route("/bieu/{id}", pages.form),
            Route("/bieu/{id}/{cell}", pages.cell),
            Route("/danh-sach/{id}", pages.appendix),
            Route("/chi-tieu/{series}", pages.indicators),
            Route("/dieu-can-xem", pages.findings),
            Route("/ho-so/{dossier:path}", pages.dossier),
            Route("/healthz", pages.health),
            Mount("/static", StaticFiles(directory=HOME / "static"), name="static"),
        ],
        exception_handlers={
            NotAccepted: pages.not_accepted,
            HTTPException: pages.http_error,
            OperationalError: pages.unreachable,
            Exception: pages.our_mistake,
        },
    )
    app.add_middleware(Headers)
    return app


@dataclass(frozen=True, slots=True)
class _Pages:
    engine: Engine
    definitions: Definitions
    templates: Jinja2Templates

    def choose(self, request: Request) -> Response:
        page = choose.page(self.definitions, request.query_params, date.today())
        return self._shown(request, "choose.html", page)

    def chosen(self, request: Request) -> Response:
        return RedirectResponse(choose.target(self.definitions, request.query_params), 303)

    def form(self, request: Request) -> Response:
        def read(connection: Connection, asked: Asked) -> dict[str, Any]:
            found = form_of(self.definitions, request.path_params["id"], asked.period)
            rows = request.query_params.get("theo", "")
            return form.page(connection, self.definitions, found, asked, rows)

        return self._figures(request, "form.html", read)

    def cell(self, request: Request) -> Response:
        def read(connection: Connection, asked: Asked) -> dict[str, Any]:
            found = form_of(self.definitions, request.path_params["id"], asked.period)
            line = line_of(found, request.path_params["cell"])
            number = page_of(request.query_params)
            return cell.page(connection, self.definitions, found, line, asked, number)

        return self._figures(request, "cell.html", read)

    def appendix(self, request: Request) -> Response:
        def read(connection: Connection, asked: Asked) -> dict[str, Any]:
            found = list_of(self.definitions, request.path_params["id"], asked.period)
            line = line_of(found, request.query_params.get("dong") or found.lines[0].id)
            number = page_of(request.query_params)
            return appendix.page(connection, self.definitions, found, line, asked, number)

        return self._figures(request, "appendix.html", read)

    def indicators(self, request: Request) -> Response:
        def read(connection: Connection, asked: Asked) -> dict[str, Any]:
            series = request.path_params["series"]
            return indicators.page(connection, self.definitions, asked, series)

        return self._figures(request, "indicators.html", read)

    def findings(self, request: Request) -> Response:
        def read(connection: Connection, asked: Asked) -> dict[str, Any]:
            return doubts.page(connection, self.definitions, asked, page_of(request.query_params))

        return self._figures(request, "findings.html", read)

    def dossier(self, request: Request) -> Response:
        with self._reading() as connection:
            known = Known.of(connection, request.query_params)
            name = request.path_params["dossier"]
            page = dossier.page(connection, self.definitions, name, known)
        return self._shown(request, "dossier.html", page)

    def health(self, request: Request) -> Response:
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        return PlainTextResponse("ok\n")

    def not_accepted(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, NotAccepted)
        return self._error(request, error.status, error.found, error.accepted)

    def http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            accepted = "/, /bieu/…, /danh-sach/…, /chi-tieu/…, /ho-so/…, /dieu-can-xem"
            return self._error(request, 404, "Không có trang này.", accepted)
        return self._error(request, error.status_code, "Không thực hiện được.", "xem (GET)")

    def unreachable(self, request: Request, _error: Exception) -> Response:
        return self._error(request, 503, "Không kết nối được cơ sở dữ liệu.", "thử lại sau ít phút")

    def our_mistake(self, request: Request, _error: Exception) -> Response:
        answer = self._error(request, 500, "Hệ thống gặp lỗi khi lập trang này.", "thử lại")
        answer.headers.update(HEADERS)  # made outside all middleware
        return answer

    def _figures(
        self,
        request: Request,
        template: str,
        read: Callable[[Connection, Asked], dict[str, Any]],
    ) -> Response:
        with self._reading() as connection:
            asked = Asked.of(connection, self.definitions, request.query_params)
            page = read(connection, asked)
        return self._shown(request, template, page)

    def _reading(self) -> Connection:
        """One snapshot for a whole page: its figures, checks and position belong together."""
        return self.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def _shown(
        self, request: Request, template: str, page: dict[str, Any], status: int = 200
    ) -> Response:
        if request.query_params.get("json") == "1":
            return JSONResponse(page, status)
        twin = str(request.url.include_query_params(json=1).replace(scheme="", netloc=""))
        context = {"page": page, "twin": twin.removeprefix("//")}
        return self.templates.TemplateResponse(request, template, context, status)

    def _error(self, request: Request, status: int, found: str, accepted: str) -> Response:
        page = {"status": status, "found": found, "accepted": accepted}
        return self._shown(request, "error.html", page, status)
