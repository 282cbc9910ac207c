from django.urls import path, register_converter

from practice import views
from practice.converters import KindConverter, SeedConverter

register_converter(KindConverter, "practice_kind")
register_converter(SeedConverter, "practice_seed")

app_name = "practice"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<practice_kind:kind>/", views.test_start, name="test_start"),
    path("<practice_kind:kind>/<practice_seed:seed>/", views.test, name="test"),
    path("<practice_kind:kind>/<practice_seed:seed>/result/", views.result, name="result"),
    path("<practice_kind:kind>/<practice_seed:seed>/<int:number>/", views.question, name="question"),
]
