"""Receipts for what was handed in, and the chain of digests that proves receipts and letters."""

from django.urls import path

from receipts import views

app_name = "receipts"

urlpatterns = [
    path("account/receipts/", views.receipt_list, name="receipt_list"),
    path("account/receipts/<str:number>/<int:version>/", views.receipt_download, name="receipt_download"),
    path("receipts/days/", views.day_list, name="day_list"),
    path("receipts/<uuid:code>/", views.receipt_check, name="receipt_check"),
]

# Outside the languages: for machines.
rootpatterns = [path("receipts/days/<int:year>.json", views.days_json, name="receipt_days_json")]
