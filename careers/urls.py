from django.urls import path

from careers import views

app_name = "careers"

urlpatterns = [
    path("", views.home, name="home"),
    path("job-opportunities/", views.opportunity_list, name="opportunity_list"),
    path("saved/", views.saved_list, name="saved_list"),
    path("report-an-error/<int:pk>/", views.report_notice_error, name="report_error"),
    path("report-an-error/thank-you/", views.error_reported, name="error_reported"),
    path("vacancies/<slug:slug>/", views.vacancy_detail, name="vacancy_detail"),
    path("institutions/", views.institution_list, name="institution_list"),
    path("institutions/<slug:slug>/", views.institution_detail, name="institution_detail"),
]
