"""Questions of candidates and EPSO's answers, in threads with a number."""

from django.urls import path

from enquiries import views

app_name = "enquiries"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("new/", views.enquiry_new, name="enquiry_new"),
    path("<str:number>/", views.enquiry_detail, name="enquiry_detail"),
    path("<str:number>/close/", views.close, name="close"),
]
