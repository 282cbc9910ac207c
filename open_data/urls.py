from django.urls import path, register_converter

from open_data import views
from open_data.converters import DatasetConverter, SectionConverter

register_converter(DatasetConverter, "dataset")
register_converter(SectionConverter, "section")

app_name = "open_data"

urlpatterns = [
    path("site-map/", views.site_map, name="site_map"),
    path("open-data/", views.overview, name="overview"),
    path("opensearch.xml", views.search_description, name="search_description"),
]

# Outside the languages: for machines.
rootpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:code>-<section:section>.xml", views.sitemap, name="sitemap"),
    path("api/v1/openapi.json", views.openapi, name="api_description"),
    path("api/v1/<dataset:name>.json", views.dataset_json, name="api_json"),
    path("api/v1/<dataset:name>.csv", views.dataset_csv, name="api_csv"),
]
