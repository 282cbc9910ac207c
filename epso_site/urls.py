"""Addresses. What a person reads lives under the code of its language; machines have no language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from accounts import eu_login_urls
from core import health
from core.urls import rootpatterns
from open_data.urls import rootpatterns as open_data_rootpatterns
from receipts.urls import rootpatterns as receipts_rootpatterns

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    *rootpatterns,
    *eu_login_urls.rootpatterns,
    *open_data_rootpatterns,
    *receipts_rootpatterns,
    *i18n_patterns(
        path("", include("core.urls")),
        path("", include("competitions.urls")),
        path("", include("careers.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/security/", include("allauth.mfa.urls")),
        path("", include("accounts.eu_login_urls")),
        path("account/", include("accounts.urls")),
        path("account/letters/", include("notifications.urls")),
        path("account/profile/", include("profiles.urls")),
        path("account/applications/", include("applications.urls")),
        path("", include("receipts.urls")),
        path("account/documents/", include("documents.urls")),
        path("account/results/", include("selection.urls")),
        path("account/special-needs/", include("special_needs.urls")),
        path("account/complaints/", include("complaints.urls")),
        path("account/questions/", include("enquiries.urls")),
        path("account/my-data/", include("data_rights.urls")),
        path("account/", include("dashboard.urls")),
        path("recruitment/", include("recruitment.urls")),
        path("admin/", admin.site.urls),
        path("statistics/", include("figures.urls")),
        path("sample-tests/", include("practice.urls")),
        path("", include("alerts.urls")),
        path("", include("open_data.urls")),
        # Last: the short addresses of articles catch what no other room has.
        path("", include("knowledge.urls")),
    ),
]
