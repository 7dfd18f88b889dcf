"""The views: one household as JSON, a register as files, the JSON Schema of a household."""

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

import povrules as pr

KINDS = (".csv", ".xlsx", ".parquet")


@cache
def policy() -> pr.Policy:
    """The law, loaded with the first request; it never changes, so every thread reads the same."""
    return pr.load_policy(on=settings.POVRULES_ON, place=settings.POVRULES_PLACE)


def language() -> str:
    """``vi`` or ``en``, as Django chose it by Accept-Language."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@require_GET
def schema(request: HttpRequest) -> JsonResponse:
    """JSON Schema of a household with its members."""
    return JsonResponse(policy().facts_model.model_json_schema())


# No cookie says who asks, so there is nothing that a forged request could use.
@csrf_exempt
@require_POST
def decide(request: HttpRequest) -> JsonResponse:
    """Class of one household, what is still possible, which facts would settle it, and why."""
    try:
        household = policy().facts_model.model_validate_json(request.body)
    except ValidationError as problem:
        return JsonResponse({"errors": [told(error) for error in problem.errors()]}, status=422)
    decided = policy().assess(household)
    return JsonResponse(
        {
            "poverty_class": decided.poverty_class,
            "possible": decided.possible["poverty_class"],
            "missing": list(decided.missing),
            "next_question": decided.next_question(language()),
            "explanation": decided.explain(language()).text(),
            "law": {"on": policy().on.isoformat(), "place": policy().place, "digest": policy().digest},
        }
    )


@csrf_exempt
@require_POST
def decide_register(request: HttpRequest) -> HttpResponse:
    """A register as a workbook, or as tables of households and persons; the results as a ZIP of tables."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            packed = decided(request, Path(folder))
    except pr.PovrulesError as problem:
        return JsonResponse({"errors": [{**problem.as_dict(), "message": problem.said(language())}]}, status=422)
    return HttpResponse(packed, content_type="application/zip")


def decided(request: HttpRequest, folder: Path) -> bytes:
    """The results of an uploaded register, packed."""
    if "households" not in request.FILES:
        raise pr.PovrulesError("no table of households", expected="a file named households", vi="thiếu bảng hộ")
    kind = saved(request.FILES["households"], folder / "register_households")
    if "persons" in request.FILES and saved(request.FILES["persons"], folder / "register_persons") != kind:
        raise pr.PovrulesError("both tables must be files of one kind", vi="hai bảng phải là tệp cùng loại")
    written = [folder / f"{table}{kind}" for table in ("households", "persons", "rejects")]
    try:
        policy().evaluate_file(folder / f"register_households{kind}", *written)
    except pr.PovrulesError as problem:
        problem.message = problem.message.replace(str(folder / "register_"), "")  # paths of ours say nothing
        raise
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as results:
        for path in written:
            if path.exists():
                results.write(path, path.name)
    return packed.getvalue()


def saved(upload: UploadedFile, path: Path) -> str:
    """Write an uploaded table under a name of ours; its kind is what the name it came with ends in."""
    kind = Path(upload.name or "").suffix.lower()
    if kind not in KINDS:
        raise pr.PovrulesError("not a kind of table", expected=", ".join(KINDS), vi="không phải loại bảng đọc được")
    if (upload.size or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise pr.PovrulesError("the file is too large", expected="at most 50 MB", vi="tệp quá lớn")
    with path.with_suffix(kind).open("wb") as file:
        for block in upload.chunks():
            file.write(block)
    return kind


def told(error: Any) -> dict[str, Any]:
    """One error of a body for the client; the value is not repeated."""
    context = error.get("ctx", {})
    return {
        "path": list(error["loc"]),
        "code": error["type"],
        "message": context.get("reason_vi", error["msg"]) if language() == "vi" else error["msg"],
        "closest": context.get("closest"),
    }
