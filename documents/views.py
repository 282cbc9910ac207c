"""A candidate's documents. Another person's are not found; files are given as downloads that run nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.models import Application
from applications.permissions import ENDED
from core.requests import SiteRequest
from documents import services
from documents.files import as_download, as_preview
from documents.forms import PlaceForm, UploadForm
from documents.gaps import Proofs, find_proofs
from documents.models import Attachment, Document, Upload
from documents.permissions import can_delete_document, can_download_own

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _mine(request: SiteRequest, pk: int) -> Document:
    document: Document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    return document


@never_cache
@get_or_post
def overview(request: SiteRequest) -> HttpResponse:
    """All my documents, what has no proof yet, and the form that takes one more."""
    form = _upload_form(request)
    if request.method == "POST" and form.is_valid():
        document = _take_in(request, form)
        if document is not None:
            return redirect("documents:document_detail", document.pk)
    mine = Document.objects.visible_to(request.user).defer("preview")
    context = {
        "form": form,
        "documents": mine.prefetch_related("attachments__application"),
        "proofs": _proofs(request),
    }
    return render(request, "documents/overview.html", context, status=422 if form.errors else 200)


def _upload_form(request: SiteRequest) -> UploadForm:
    if request.method == "POST":
        return UploadForm(request.POST, request.FILES, user=request.user, now=request.now)
    initial = {"place": request.GET.get("place", "")}
    return UploadForm(user=request.user, now=request.now, initial=initial)


def _take_in(request: SiteRequest, form: UploadForm) -> Document | None:
    """Keep the file and attach it; what is refused is said in the form, and a file that is good is kept."""
    try:
        document = _keep(request, form.cleaned_data)
    except ValidationError as error:
        form.add_error("file", error)
        return None
    messages.success(request, _("The file is received."))
    _attach(request, document, form.cleaned_data["place"])
    return document


def _keep(request: SiteRequest, data: dict[str, Any]) -> Document:
    owner: Any = request.user
    if data["file"] is not None:
        file = data["file"]
        return services.keep_document(owner=owner, name=file.name, content=file.read(), now=request.now)
    upload = Upload.objects.visible_to(owner).filter(token=data["upload"]).first()
    if upload is None:
        raise ValidationError(_("Choose a file."))
    return services.finish_upload(upload=upload, now=request.now)


def _attach(request: SiteRequest, document: Document, place: str) -> None:
    by: Any = request.user
    if not place:
        return
    try:
        services.attach_document(document=document, place=place, by=by, now=request.now)
    except ValidationError as error:
        messages.error(request, error.messages[0])


def _proofs(request: SiteRequest) -> list[Proofs]:
    """The applications of the reader that need documents, with what is missing."""
    mine = Application.objects.visible_to(request.user).valid().with_competition()
    needing = mine.filter(competition__supporting_documents_deadline__gt=request.now).exclude(
        competition__state__in=ENDED
    )
    return [
        find_proofs(application)
        for application in needing.prefetch_related("education", "experience", "attachments")
    ]


@never_cache
@get_or_post
def document_detail(request: SiteRequest, pk: int) -> HttpResponse:
    """One document: what it is, what it proves; POST attaches it to one more entry."""
    document = _mine(request, pk)
    data: Any = request.POST if request.method == "POST" else None
    form = PlaceForm(data, user=request.user, now=request.now)
    if form.is_bound and form.is_valid():
        _attach(request, document, form.cleaned_data["place"])
        return redirect("documents:document_detail", pk)
    context = {
        "document": document,
        "attachments": document.attachments.select_related("application"),
        "form": form,
        "can_delete": can_delete_document(document),
        "can_download": can_download_own(document),
    }
    return render(request, "documents/document_detail.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def download(request: SiteRequest, pk: int) -> FileResponse:
    """The file as it was received."""
    document = _mine(request, pk)
    if not can_download_own(document):
        raise Http404
    return as_download(document)


@never_cache
@require_GET
def preview(request: SiteRequest, pk: int) -> HttpResponse:
    """A small picture that was made anew from the file."""
    return as_preview(_mine(request, pk))


@never_cache
@get_or_post
def document_delete(request: SiteRequest, pk: int) -> HttpResponse:
    """Ask before deleting; POST deletes."""
    document = _mine(request, pk)
    if request.method != "POST":
        context = {"document": document, "can_delete": can_delete_document(document)}
        return render(request, "documents/document_delete.html", context)
    by: Any = request.user
    try:
        services.delete_document(document=document, by=by, now=request.now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("documents:document_detail", pk)
    messages.success(request, _("Deleted."))
    return redirect("documents:overview")


@require_POST
def detach(request: SiteRequest, pk: int) -> HttpResponse:
    """Take a document away from an entry of the CV; it stays among the documents."""
    mine = Attachment.objects.filter(document__in=Document.objects.visible_to(request.user))
    attachment = get_object_or_404(mine, pk=pk)
    by: Any = request.user
    try:
        services.detach_document(attachment=attachment, by=by, now=request.now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("documents:document_detail", attachment.document_id)


# For the script: a file in pieces


@require_POST
def upload_new(request: SiteRequest) -> JsonResponse:
    """Announce a file; the answer names where its pieces go."""
    owner: Any = request.user
    try:
        size = int(request.POST.get("size", ""))
        upload = services.begin_upload(
            owner=owner, name=request.POST.get("name", ""), size=size, now=request.now
        )
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    except ValueError:
        return JsonResponse({"error": _("Choose a file.")}, status=422)
    return _state(upload, status=201)


@never_cache
@require_http_methods(["GET", "PUT"])
def upload_piece(request: SiteRequest, token: str) -> JsonResponse:
    """How much has arrived; PUT adds the bytes from `offset` on."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), token=token)
    if request.method == "GET":
        return _state(upload)
    try:
        offset = int(request.GET.get("offset", ""))
        upload = services.add_piece(upload=upload, offset=offset, content=request.body)
    except (services.PieceDoesNotFit, ValueError):
        return _state(upload, status=409)
    return _state(upload)


def _state(upload: Upload, status: int = 200) -> JsonResponse:
    state = {"token": str(upload.token), "received": upload.received, "size": upload.size}
    return JsonResponse(state, status=status)
