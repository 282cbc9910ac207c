from django.urls import path

from careers import views

app_name = "careers"

urlpatterns = [
    path("", views.home, name="home"),
    path("job-opportunities/", views.opportunity_list, name="opportunity_list"),
    path("vacancies/<slug:slug>/", views.vacancy_detail, name="vacancy_detail"),
    path("institutions/", views.institution_list, name="institution_list"),
    path("institutions/<slug:slug>/", views.institution_detail, name="institution_detail"),
]
