"""Files of candidates as answers: a download under its own name that no browser opens as a page."""

from typing import Final

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

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
        filename=_name_with_its_type(document),
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


def _lock(answer: HttpResponseBase) -> None:
    answer["Content-Security-Policy"] = _LOCKED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"


def _name_with_its_type(document: Document) -> str:
    """The name its owner gave, ending as its content is: "photo.exe" that is a picture becomes "photo.exe.jpg"."""
    endings = _ENDINGS[document.kind]
    return document.name if document.name.lower().endswith(endings) else document.name + endings[0]
