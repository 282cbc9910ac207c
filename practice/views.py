"""Sample tests. Nothing is stored: the seed is in the path, the answers are in the query."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from competitions.choices import TEST_NAMES
from core.page_cache import public_page
from core.requests import SiteRequest
from practice.kinds import QUESTIONS, Kind
from practice.notices import real_tests
from practice.questions import Answered, answer, questions
from practice.scoring import RealTest
from practice.seeds import new_seed
from practice.wording import ABOUT, title


@public_page(parameters=())
def overview(request: SiteRequest) -> HttpResponse:
    """What each test is, how long the real one is, and where to begin."""
    real = real_tests()
    tests = [_about(kind, real.get(kind)) for kind in Kind]
    return render(request, "practice/overview.html", {"tests": tests, "count": QUESTIONS})


def test_start(request: SiteRequest, kind: Kind) -> HttpResponse:
    """Lead to a test nobody has seen; with `?by=question` to its first question alone."""
    seed = new_seed()
    if request.GET.get("by") == "question":
        address = reverse("practice:question", args=[kind, seed, 1])
    else:
        address = reverse("practice:test", args=[kind, seed])
    response = HttpResponseRedirect(address)
    add_never_cache_headers(response)
    return response


@public_page(parameters=())
def test(request: SiteRequest, kind: Kind, seed: str) -> HttpResponse:
    """All questions on one page, to answer in any order."""
    asked = answer(questions(kind, seed), {})
    return render(request, "practice/test.html", {**_context(kind, seed, asked), "is_open": []})


@public_page
def result(request: SiteRequest, kind: Kind, seed: str) -> HttpResponse:
    """The score, and each question with its answer; before that, once, a word on questions left open."""
    answered = answer(questions(kind, seed), request.GET)
    if clean := _clean_address(request, answered, "finish"):
        return HttpResponseRedirect(clean)
    is_open = [each for each in answered if each.chosen is None]
    context = _context(kind, seed, answered)
    if is_open and "finish" not in request.GET:
        return render(request, "practice/test.html", {**context, "is_open": is_open})
    return render(request, "practice/result.html", context)


@public_page
def question(request: SiteRequest, kind: Kind, seed: str, number: int) -> HttpResponse:
    """One question; once it is answered, with its explanation and the way to the next."""
    answered = answer(questions(kind, seed), request.GET)
    if not 1 <= number <= len(answered):
        raise Http404
    if clean := _clean_address(request, answered, "check"):
        return HttpResponseRedirect(clean)
    this = answered[number - 1]
    others = [each for each in answered if each is not this]
    context = {
        **_context(kind, seed, answered),
        "this": this,
        "others": others,
        "is_last": number == len(answered),
        "is_checked": this.chosen is not None,
        "is_missing": "check" in request.GET and this.chosen is None,
        "next": _next_address(kind, seed, number, answered),
    }
    return render(request, "practice/question.html", context)


# Parts


def _about(kind: Kind, real: RealTest | None) -> dict[str, Any]:
    return {"kind": kind, "title": title(kind), "text": ABOUT[kind], **_lengths(real, QUESTIONS)}


def _lengths(real: RealTest | None, count: int) -> dict[str, Any]:
    """How long a sample of `count` questions is, by what a notice says of the real test."""
    return {
        "real": real,
        "minutes": real.sample_minutes(count) if real else None,
        "seconds": real.sample_minutes(count) * 60 if real else None,
        "pass_mark": real.sample_pass_mark(count) if real else None,
        "together": ", ".join(str(TEST_NAMES.get(code, code)) for code in real.together) if real else "",
    }


def _context(kind: Kind, seed: str, answered: list[Answered]) -> dict[str, Any]:
    real = real_tests().get(kind)
    right = sum(each.is_right for each in answered)
    lengths = _lengths(real, len(answered))
    pass_mark = lengths["pass_mark"]
    return {
        **lengths,
        "kind": kind,
        "seed": seed,
        "title": title(kind),
        "about": ABOUT[kind],
        "answered": answered,
        "count": len(answered),
        "right": right,
        "is_passed": pass_mark is not None and right >= pass_mark,
    }


def _given(answered: list[Answered]) -> dict[str, str]:
    """The answers as they stand in addresses."""
    return {each.question.name: each.chosen.value for each in answered if each.chosen}


def _clean_address(request: SiteRequest, answered: list[Answered], button: str) -> str:
    """This page without whatever else its query holds; nothing where it holds answers and a button alone."""
    query = _given(answered) | ({button: "1"} if button in request.GET else {})
    if dict(request.GET.lists()) == {name: [value] for name, value in query.items()}:
        return ""
    return f"{request.path}?{urlencode(query)}" if query else request.path


def _next_address(kind: Kind, seed: str, number: int, answered: list[Answered]) -> str:
    """The next question, or the result after the last, with all answers so far."""
    query = _given(answered)
    if number < len(answered):
        return f"{reverse('practice:question', args=[kind, seed, number + 1])}?{urlencode(query)}"
    return f"{reverse('practice:result', args=[kind, seed])}?{urlencode(query | {'finish': 1})}"
