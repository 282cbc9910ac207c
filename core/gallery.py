"""Every component in every state on one page; its address exists only under settings for developers."""

from types import SimpleNamespace
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from core.forms import DayInput, ProseField

SIZES: Final = [("s", "Small"), ("m", "Of medium size"), ("l", "Large")]
STATES: Final = ["open", "upcoming", "progress", "closed", "demo", "stopped", "neutral"]
KINDS: Final = ["info", "success", "warning", "error"]
LONG: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


class GalleryForm(forms.Form):
    """A question of each kind."""

    name = forms.CharField(label="Name", help_text="As on your identity card.")
    address = forms.EmailField(label="E-mail address", required=False)
    day = forms.DateField(label="Date of birth", widget=DayInput())
    number = forms.IntegerField(label="Number of months", required=False)
    country = forms.ChoiceField(label="Country", choices=[("", "Choose"), ("be", "Belgium"), ("mt", "Malta")])
    several = forms.MultipleChoiceField(label="Grades", choices=SIZES, required=False)
    size = forms.ChoiceField(label="Size", choices=SIZES, widget=forms.RadioSelect)
    sizes = forms.MultipleChoiceField(
        label="Sizes", choices=SIZES, widget=forms.CheckboxSelectMultiple, required=False
    )
    prose = ProseField(label="Motivation", help_text="At most 2 000 characters.")
    document = forms.FileField(label="Document", required=False, help_text="PDF, at most 2 MB.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    agrees = forms.BooleanField(
        label="I have read the privacy statement and declare that what I wrote is true."
    )

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The answers do not fit each other.")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """`/<code>/gallery/`."""
    return render(request, "core/gallery.html", _examples())


def _examples() -> dict[str, Any]:
    return {
        "states": STATES,
        "kinds": KINDS,
        "labels": [{"text": "Open", "kind": "open"}, {"text": "Demonstration", "kind": "demo"}],
        "metas": ["EPSO/AD/427/26", "Brussels, Luxembourg", "AD 5"],
        "rows": [("Reference", "EPSO/AD/427/26"), ("Number sought", "1 490"), (LONG, LONG), ("Empty", "")],
        "times": [
            {"title": "Notice published", "when": "5 February 2026", "state": "past", "text": "", "sure": ""},
            {
                "title": "Applications open",
                "when": "Until 10 March 2026, 12:00 (Brussels time)",
                "state": "now",
                "text": "Apply before the last day.",
                "sure": "",
            },
            {"title": "Tests", "when": "Autumn 2026", "state": "next", "text": "", "sure": "Planned"},
            {"title": "Reserve list", "when": "", "state": "next", "text": "", "sure": "No date yet"},
        ],
        "questions": [
            {"id": "first", "title": "Who can apply?", "body": mark_safe("<p>Citizens of the Union.</p>")},
            {"id": "second", "title": f"And {LONG}?", "body": mark_safe("<ul><li>One</li><li>Two</li></ul>")},
            {"id": "third", "title": "How long does it take?", "body": "Several months."},
        ],
        "chips": [{"text": "Open", "remove_url": "?a"}, {"text": LONG, "remove_url": "?b"}],
        "links": [
            {
                "text": "Notice of competition",
                "url": "#notice",
                "note": "Official Journal C, 5 February 2026",
            },
            {"text": "How to apply", "url": "#apply", "note": ""},
        ],
        "page": SimpleNamespace(paginator=SimpleNamespace(num_pages=9)),
        "pages": [
            {"number": 1, "address": "?page=1", "is_current": False},
            {"number": None, "address": "", "is_current": False},
            *({"number": n, "address": f"?page={n}", "is_current": n == 5} for n in (4, 5, 6)),
            {"number": None, "address": "", "is_current": False},
            {"number": 9, "address": "?page=9", "is_current": False},
        ],
        "form": GalleryForm(prefix="fresh"),
        "invalid": GalleryForm({"wrong-address": "x", "wrong-day": "x", "wrong-size": "s"}, prefix="wrong"),
        "long": LONG,
    }
