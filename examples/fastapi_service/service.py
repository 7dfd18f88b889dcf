"""Decisions over HTTP with FastAPI: one household as JSON, a whole register as files.

The law is loaded once; every request reads it and none changes it, so requests may run in many threads. Nothing that is
sent is kept, and nothing of it stands in a log or in an error.
"""

import io
import os
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Header, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

import povrules as pr

# No `from __future__ import annotations` here: FastAPI reads the model of a body from the annotation itself.
Lang = Literal["vi", "en"]
LARGEST = 50 * 1024 * 1024  # bytes of one uploaded file
KINDS = (".csv", ".xlsx", ".parquet")


def language(accept_language: Annotated[str, Header()] = "vi") -> Lang:
    """Vietnamese, unless the client would rather have English."""
    wanted: dict[str, float] = {}
    for part in accept_language.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.setdefault(tag.partition("-")[0].lower(), float(weight or 1))
        except ValueError:
            continue
    return "en" if wanted.get("en", 0) > wanted.get("vi", 0) else "vi"


Speech = Annotated[Lang, Depends(language)]


def create_app(policy: pr.Policy) -> FastAPI:
    """The service for one policy."""
    app = FastAPI(title="povrules", version=pr.__version__)
    household_model = policy.facts_model

    @app.get("/schema")
    def schema() -> dict[str, Any]:
        """JSON Schema of a household with its members: types, ranges, units, questions in both languages."""
        return policy.facts_model.model_json_schema()

    @app.post("/households")
    def decide(household: household_model, lang: Speech) -> dict[str, Any]:  # type: ignore[valid-type]
        """Class of one household, what is still possible, which facts would settle it, and why."""
        decided = policy.assess(household)
        return {
            "poverty_class": decided.poverty_class,
            "possible": decided.possible["poverty_class"],
            "missing": list(decided.missing),
            "next_question": decided.next_question(lang),
            "explanation": decided.explain(lang).text(),
            "law": {"on": policy.on, "place": policy.place, "digest": policy.digest},
        }

    @app.post("/registers")
    def decide_register(households: UploadFile, persons: UploadFile | None = None) -> Response:
        """A register as a workbook, or as a table of households and one of persons; the results as a ZIP of tables."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            kind = saved(households, folder / "register_households")
            if persons is not None and saved(persons, folder / "register_persons") != kind:
                raise pr.PovrulesError("both tables must be files of one kind", vi="hai bảng phải là tệp cùng loại")
            written = [folder / f"{table}{kind}" for table in ("households", "persons", "rejects")]
            try:
                done = policy.evaluate_file(folder / f"register_households{kind}", *written)
            except pr.PovrulesError as problem:
                problem.message = problem.message.replace(str(folder / "register_"), "")  # paths of ours say nothing
                raise
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as results:
                for path in written:
                    if path.exists():
                        results.write(path, path.name)
        counts = {"X-Households": str(done.used.households), "X-Rejects": str(done.rejects.height)}
        return Response(packed.getvalue(), media_type="application/zip", headers=counts)

    @app.exception_handler(RequestValidationError)
    def refused(request: Request, problem: RequestValidationError) -> JSONResponse:
        """Every fact that is wrong, by its place, in the language of the client; values are not repeated."""
        lang = language(request.headers.get("accept-language", "vi"))
        return JSONResponse({"errors": [told(error, lang) for error in problem.errors()]}, status_code=422)

    @app.exception_handler(pr.PovrulesError)
    def not_possible(request: Request, problem: pr.PovrulesError) -> JSONResponse:
        lang = language(request.headers.get("accept-language", "vi"))
        return JSONResponse({"errors": [{**problem.as_dict(), "message": problem.said(lang)}]}, status_code=422)

    return app


def told(error: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """One error of a body for the client."""
    context = error.get("ctx", {})
    return {
        "path": list(error["loc"][1:]),
        "code": error["type"],
        "message": context.get("reason_vi", error["msg"]) if lang == "vi" else error["msg"],
        "closest": context.get("closest"),
    }


def saved(upload: UploadFile, path: Path) -> str:
    """Write an uploaded table under a name of ours; its kind is what the name it came with ends in."""
    kind = Path(upload.filename or "").suffix.lower()
    if kind not in KINDS:
        raise pr.PovrulesError("not a kind of table", expected=", ".join(KINDS), vi="không phải loại bảng đọc được")
    data = upload.file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise pr.PovrulesError("the file is too large", expected="at most 50 MB", vi="tệp quá lớn")
    path.with_suffix(kind).write_bytes(data)
    return kind


def application() -> FastAPI:
    """The service of this installation: ``POVRULES_ON`` (default: today) and ``POVRULES_PLACE`` say by which law."""
    on = os.environ.get("POVRULES_ON") or date.today()
    return create_app(pr.load_policy(on=on, place=os.environ.get("POVRULES_PLACE", "vn")))
