"""The administration under our strict content security policy, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import verify_address
from core.models import Job, JobState
from core.services import record_audit
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    yield context.new_page()
    context.close()


def test_the_administration_breaks_no_rule_of_our_policy(page: Page, live_server: Any) -> None:
    operator = User.objects.create_superuser("operator@example.eu", PASSWORD)
    verify_address(user=operator)
    Group.objects.get_or_create(name=Role.EDITOR)
    now = timezone.now()
    record_audit(now=now, by=operator, verb="test", subject=operator)
    job = Job.objects.create(kind="test", label="A job", state=JobState.RUNNING, created_at=now)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{live_server.url}/en/admin/")
    page.get_by_label("E-mail address").fill("operator@example.eu")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/en/admin/")

    for path in (
        *("accounts/user/", "accounts/user/?q=operator", "accounts/user/add/"),
        *(f"accounts/user/{operator.pk}/change/", "core/auditrecord/", "core/job/"),
    ):
        response = page.goto(f"{live_server.url}/en/admin/{path}")
        assert response is not None
        assert response.status == 200
        policy = response.headers["content-security-policy"].split("; ")
        assert {"script-src 'self'", "style-src 'self'"} <= set(policy)

    page.goto(f"{live_server.url}/en/admin/core/job/{job.pk}/change/")
    page.get_by_role("button", name="Stop this job").click()
    page.get_by_text("The job was asked to stop.").wait_for()

    page.locator(".language-switch summary").click()
    page.get_by_role("link", name="Malti").click()
    page.wait_for_url(f"{live_server.url}/mt/admin/core/job/{job.pk}/change/")
    assert page.locator("html").get_attribute("lang") == "mt"
    assert complaints == []
