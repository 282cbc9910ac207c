"""People at their browsers: each knows her language and does things as a person does them, page by page."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Browser, Page

from notifications.models import OutgoingEmail
from tests.conftest import wait_until
from tests.factories import PASSWORD

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


class Person:
    """Somebody with a browser of her own. Every page she comes to is checked with axe (WCAG 2.2 AA)."""

    def __init__(
        self, browser: Browser, site: str, email: str, language: str, password: str = PASSWORD
    ) -> None:
        self.site, self.email, self.language, self.password = site, email, language, password
        self.page: Page = browser.new_context(
            locale=language, viewport={"width": 1280, "height": 900}
        ).new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        # 422 is how a form with faults is answered; the browser says so on its console.
        if message.type == "error" and "422" not in message.text:
            self.complaints.append(message.text)

    def says(self, text: str, context: str = "") -> str:
        """An English text of the site in this person's language."""
        with translation.override(self.language):
            return pgettext(context, text) if context else gettext(text)

    def goes_to(self, path: str) -> Person:
        """Open `path` under her language; the page must be there."""
        response = self.page.goto(f"{self.site}/{self.language}/{path}")
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        return self.looks()

    def looks(self) -> Person:
        """Check the page she sees: its language, what axe says, and that it does not scroll sideways."""
        self.page.wait_for_load_state()
        assert self.page.locator("html").get_attribute("lang") == self.language
        assert self.complaints == [], self.complaints
        found = Axe().run(self.page, options=WCAG)
        assert found.response["violations"] == [], f"{self.page.url}\n{found.generate_report()}"
        self.complaints.clear()  # axe itself tries an inline style, which our policy refuses
        return self

    def presses(self, name: str, *, within: str = "#main, main, #content") -> Person:
        """Press the button of that (English) name, in her language."""
        button = self.page.locator(within).get_by_role("button", name=self.says(name), exact=True).first
        button.click()
        return self.looks()

    def presses_submit(self) -> Person:
        """Press the first button that sends the form of the page."""
        self.page.locator("main form [type=submit], #content form [type=submit]").first.click()
        return self.looks()

    def follows(self, name: str, context: str = "") -> Person:
        """Follow the link of that (English) name, in her language, or of that very text."""
        self.page.get_by_role("link", name=self.says(name, context), exact=True).first.click()
        return self.looks()

    def fills_in(self, **values: Any) -> Person:
        """Fill in fields by name: a text, True for a box, a tuple of one for the value of a choice."""
        for name, value in values.items():
            self._fill(name, value)
        return self

    def _fill(self, name: str, value: Any) -> None:
        field = self.page.locator(f":is(main, #content) [name={name}]")
        if value is True:
            field.check()
        elif isinstance(value, tuple) and field.first.get_attribute("type") == "radio":
            self.page.locator(f":is(main, #content) [name={name}][value='{value[0]}']").check()
        elif isinstance(value, tuple):
            field.select_option(value[0])
        else:
            field.fill(value)

    def signs_in(self) -> Person:
        """Sign in with her address and password."""
        self.goes_to("account/login/")
        self.fills_in(login=self.email, password=self.password)
        return self.presses("Sign in")

    def signs_up(self) -> Person:
        """Create an account, open the link in the mail that comes, confirm, and sign in."""
        self.goes_to("account/signup/")
        self.fills_in(email=self.email, password1=PASSWORD, password2=PASSWORD)
        self.presses("Create an account")
        mail = self.mail("account")
        link = re.search(r"https?://\S+", mail.body_text)
        assert link is not None, mail.body_text
        self.page.goto(link.group())
        return self.looks().presses("Yes, confirm it")

    def mail(self, event: str) -> OutgoingEmail:
        """The newest mail to her about `event`, written in her language."""
        found = OutgoingEmail.objects.filter(to_address=self.email, event=event).order_by("-pk")
        wait_until(found.exists)
        newest: OutgoingEmail = found[0]
        assert newest.language == self.language
        return newest

    def reads(self) -> str:
        """What the main part of the page says."""
        return self.page.locator("main, #content").first.inner_text()
