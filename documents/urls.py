"""Files that prove what was declared: taken in, checked, kept apart, attached (epso 4.8)."""

from django.urls import path

from documents import views

app_name = "documents"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("uploads/", views.upload_new, name="upload_new"),
    path("uploads/<uuid:token>/", views.upload_piece, name="upload_piece"),
    path("attachments/<int:pk>/detach/", views.detach, name="detach"),
    path("<int:pk>/", views.document_detail, name="document_detail"),
    path("<int:pk>/file/", views.download, name="download"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/delete/", views.document_delete, name="document_delete"),
]
