from django.urls import path

from knowledge import views

app_name = "knowledge"

urlpatterns = [
    path("faq/", views.faq, name="faq"),
    path("faq/<slug:key>/", views.faq_detail, name="faq_detail"),
    path("faq/<slug:key>/feedback/", views.faq_feedback, name="faq_feedback"),
    path("glossary/", views.glossary, name="glossary"),
    path("news/", views.news_list, name="news_list"),
    path("news/<slug:slug>/", views.news_detail, name="news_detail"),
    path("events/", views.event_list, name="event_list"),
    path("events/<slug:slug>/", views.event_detail, name="event_detail"),
    path("events/<slug:slug>.ics", views.event_file, name="event_calendar"),
    path("meetings/", views.meeting_list, name="meeting_list"),
    path("meetings.csv", views.meeting_file, name="meeting_file"),
    path("service-status/", views.service_status, name="service_status"),
    path("contact/", views.contact, name="contact"),
    path("contact/received/<uuid:token>/", views.contact_received, name="contact_received"),
    # Last: what is none of these is the short address of an article.
    path("<slug:slug>/", views.article_detail, name="article_detail"),
]
