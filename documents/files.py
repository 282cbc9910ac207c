"""Files of candidates as answers: a download under its own name that no browser opens as a page."""

from typing import Final

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from documents.models import Document
from documents.services import open_document

_TYPES: Final = {"PDF": "application/pdf", "JPG": "image/jpeg", "PNG": "image/png"}
_ENDINGS: Final = {"PDF": (".pdf",), "JPG": (".jpg", ".jpeg"), "PNG": (".png",)}
_LOCKED: Final = "default-src 'none'; sandbox"


def as_download(document: Document) -> FileResponse:
    """The bytes as they came. Whoever calls has asked whether the reader may have them."""
    answer = FileResponse(
        open_document(document),
        as_attachment=True,
        filename=_ending_as(document.kind, document.name),
        content_type=_TYPES[document.kind],
    )
    answer["Content-Length"] = str(document.size)
    _lock(answer)
    return answer


def as_preview(document: Document) -> HttpResponse:
    """The small picture, if there is one."""
    if not document.preview:
        raise Http404
    answer = HttpResponse(bytes(document.preview), content_type="image/jpeg")
    _lock(answer)
    return answer


def as_sealed_download(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """The same for bytes that were sealed in the store."""
    answer = HttpResponse(content, content_type=_TYPES[kind])
    disposition = content_disposition_header(as_attachment=True, filename=_ending_as(kind, name))
    answer["Content-Disposition"] = str(disposition)
    _lock(answer)
    return answer


def _lock(answer: HttpResponseBase) -> None:
    answer["Content-Security-Policy"] = _LOCKED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"


def _ending_as(kind: str, name: str) -> str:
    """The name its owner gave, ending as its content is: a picture called "x.exe" becomes "x.exe.jpg"."""
    endings = _ENDINGS[kind]
    return name if name.lower().endswith(endings) else name + endings[0]
