from django.urls import URLPattern

app_name = "open_data"

urlpatterns: list[URLPattern] = []
