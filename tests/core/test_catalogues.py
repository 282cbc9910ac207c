"""Extraction, merging, the exchange with translators, and the gate."""

import json
import shutil
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from core.catalogues.checks import allow_same_as_english, entry_faults, same_as_english, text_faults
from core.catalogues.files import Catalogue, all_catalogues, compile_catalogue, empty_file, numbers_by_form
from core.catalogues.libraries import _plural_forms
from core.catalogues.messages import TwoPluralsError, collect_messages
from core.languages import CODES, LANGUAGES
from tests.language_recorder import recording

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext, npgettext, gettext_lazy

_("Apply")
gettext_lazy("Hello {name}")
# Translators: of a competition, not of a door.
pgettext("state", "Open")
ngettext("%(count)s field", "%(count)s fields", 2)
npgettext("time", "%(count)s second", "%(count)s seconds", 2)
_("Long "
  "text")
"""
TEMPLATE = """
{% load i18n %}
    <p>{# Translators: of a person. #}
      {% translate "Open" context "state" %}
  {% translate "100% sure" %} {{ value|default:_("none yet") }}
      {% blocktranslate trimmed count n=fields %}
        {{ n }} field of %(x)
        {% plural %}
        {{ n }} fields
      {% endblocktranslate %}
 {% blocktranslate %}Dear {{ name }}{% endblocktranslate %}
"""
SCRIPT = 'label.textContent = gettext("Copied"); ngettext("one file", "many files", n);'


@pytest.fixture
def project(tmp_path, settings) -> Path:
    """A small project with one file of each kind, and no texts of libraries."""
    folder: Path = tmp_path
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    for name, text in {
        "core/views.py": PYTHON,
        "templates/page.html": TEMPLATE,
        "static/js/site.js": SCRIPT,
        "core/migrations/0001.py": '_("Not a text of a page")',
        "locale/same_as_english.txt": "# why\n* | EPSO\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def no_libraries(monkeypatch) -> None:
    monkeypatch.setattr("core.phrases.LIBRARIES", ())


def run(name: str, *args: str) -> str:
    output = StringIO()
    call_command(name, *args, stdout=output, stderr=output)
    return output.getvalue()


def entry(
    msgid: str, *forms: str, plural: str = "", context: str | None = None, flags: str = ""
) -> polib.POEntry:
    made = polib.POEntry(msgid=msgid, msgid_plural=plural, msgctxt=context, flags=flags.split())
    if plural:
        made.msgstr_plural = dict(enumerate(forms))
    else:
        (made.msgstr,) = forms
    return made


def found(file: polib.POFile, msgid: str) -> polib.POEntry:
    entry = file.find(msgid)
    assert entry is not None, msgid
    return entry


def faults(code: str, msgid: str, *forms: str, plural: str = "", flags: str = "") -> list[str]:
    return list(entry_faults(entry(msgid, *forms, plural=plural, flags=flags), code))


def test_extraction_finds_texts_contexts_plurals_and_comments(project, no_libraries):
    messages = collect_messages("django")
    assert list(messages) == [
        (None, "%(count)s field"),
        ("time", "%(count)s second"),
        (None, "%(n)s field of %%(x)"),
        (None, "100%% sure"),
        (None, "Apply"),
        (None, "Dear %(name)s"),
        (None, "Hello {name}"),
        (None, "Long text"),
        ("state", "Open"),
        (None, "none yet"),
    ]
    assert messages["time", "%(count)s second"].msgid_plural == "%(count)s seconds"
    assert messages[None, "%(n)s field of %%(x)"].msgid_plural == "%(n)s fields"
    assert messages["state", "Open"].locations == {"core/views.py", "templates/page.html"}
    assert messages["state", "Open"].comments == {
        "Translators: of a competition, not of a door.",
        "Translators: of a person.",
    }
    assert messages[None, "Dear %(name)s"].flags == ["python-format"]
    assert messages[None, "Hello {name}"].flags == ["python-brace-format"]
    assert messages[None, "Apply"].flags == []


def test_extraction_reads_our_scripts_into_their_own_domain(project, no_libraries):
    messages = collect_messages("djangojs")
    assert [(m.msgid, m.msgid_plural) for m in messages.values()] == [
        ("Copied", None),
        ("one file", "many files"),
    ]


def test_two_plurals_of_one_text_are_refused(project, no_libraries):
    (project / "core/models.py").write_text('ngettext("%(count)s field", "%(count)s pastures", 2)')
    with pytest.raises(TwoPluralsError, match="pastures"):
        collect_messages("django")


def test_texts_of_the_libraries_become_messages_of_ours():
    messages = collect_messages("django")
    assert "django/forms/fields.py" in messages[None, "This field is required."].locations
    assert messages["alt. month", "January"].locations == {"django/utils/dates.py"}
    assert (
        "allauth/account/adapter.py"
        in messages[None, "A user is already registered with this email address."].locations
    )
    assert (None, "Afrikaans") not in messages
    assert (
        len([m for m in collect_messages("djangojs").values() if any("admin" in at for at in m.locations)])
        >= 76
    )


def test_catalogues_are_written_for_all_24_and_a_second_run_changes_nothing(project, no_libraries):
    assert len(run("make_messages").splitlines()) == 48
    before = {c.po: c.po.read_bytes() for c in all_catalogues()}
    assert run("make_messages") == ""
    assert {c.po: c.po.read_bytes() for c in all_catalogues()} == before
    english = polib.pofile(str(Catalogue("en").po))
    assert found(english, "Apply").msgstr == "Apply"
    assert found(english, "%(count)s field").msgstr_plural == {0: "%(count)s field", 1: "%(count)s fields"}
    maltese = polib.pofile(str(Catalogue("mt").po))
    assert maltese.metadata["Plural-Forms"] == LANGUAGES["mt"].plural_forms
    assert found(maltese, "%(count)s field").msgstr_plural == dict.fromkeys(range(5), "")


def test_a_new_run_keeps_translations_drops_what_is_gone_and_never_carries_fuzzy(project, no_libraries):
    run("make_messages")
    catalogue = Catalogue("nl")
    file = polib.pofile(str(catalogue.po))
    found(file, "Apply").msgstr = "Solliciteren"
    found(file, "Long text").msgstr = "Lange tekst"
    found(file, "Long text").flags.append("fuzzy")
    file.append(entry("Gone", "Weg"))
    file.save(str(catalogue.po))
    run("make_messages")
    file = polib.pofile(str(catalogue.po))
    assert found(file, "Apply").msgstr == "Solliciteren"
    assert found(file, "Long text").msgstr == ""
    assert file.find("Gone") is None


def test_missing_texts_go_out_as_json_and_come_back_translated(project, no_libraries, tmp_path):
    run("make_messages")
    path = tmp_path / "sl.json"
    run("make_messages", "--list-missing", "--language", "sl", "--json", str(path))
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["numbers_of_each_plural_form"][:2] == [[1, 101, 201], [2, 102]]
    by_text = {row["msgid"]: row for row in document["entries"]}
    assert by_text["Open"]["msgctxt"] == "state"
    assert by_text["%(count)s field"]["msgstr_plural"] == ["", "", "", ""]
    by_text["Apply"]["msgstr"] = "Prijava"
    by_text["Dear %(name)s"]["msgstr"] = "Spoštovani %(ime)s"
    by_text["%(count)s field"]["msgstr_plural"] = ["%(count)s področje", "%(count)s področji"]
    by_text["Copied"]["msgstr"] = "Kopirano"
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(CommandError):
        run("make_messages", "--fill", str(path), "--language", "sl")
    file = polib.pofile(str(Catalogue("sl").po))
    assert found(file, "Apply").msgstr == "Prijava"
    assert found(file, "Dear %(name)s").msgstr == ""
    assert found(file, "%(count)s field").msgstr_plural == dict.fromkeys(range(4), "")
    assert found(polib.pofile(str(Catalogue("sl", "djangojs").po)), "Copied").msgstr == "Kopirano"


def test_a_text_may_stay_english_where_the_translator_says_so(project, no_libraries, tmp_path):
    run("make_messages")
    path = tmp_path / "de.json"
    path.write_text(json.dumps({"entries": [{"msgid": "Open", "msgctxt": "state", "msgstr": "Open"}]}))
    with pytest.raises(CommandError):
        run("make_messages", "--fill", str(path), "--language", "de")
    row = {"msgid": "Open", "msgctxt": "state", "msgstr": "Open", "same_as_english": True}
    path.write_text(json.dumps({"entries": [row]}))
    assert run("make_messages", "--fill", str(path), "--language", "de") == "de: 1 filled, 0 faults\n"
    assert ("state", "Open") in same_as_english("de")
    assert ("state", "Open") not in same_as_english("nl")


def test_the_allow_list_keeps_one_line_a_text(project):
    allow_same_as_english("de", [(None, "Version"), ("state", "Open")])
    allow_same_as_english("da", [(None, "Version"), (None, "EPSO")])
    assert (project / "locale/same_as_english.txt").read_text(encoding="utf-8") == (
        "# why\n* | EPSO\nda de | Version\nde | state ⇒ Open\n"
    )


@pytest.mark.parametrize(
    ("code", "source", "translated", "fault"),
    [
        ("nl", "Apply", "", "is not translated"),
        ("nl", "Dear %(name)s", "Beste", "lacks %(name)s"),
        ("nl", "Dear %(name)s", "Beste %(naam)s", "lacks %(name)s"),
        ("nl", "Apply", "Solliciteer %(now)s", "has a placeholder the English has not, %(now)s"),
        ("nl", "Hello {name}", "Dag {naam}", "lacks {name}"),
        ("nl", "<b>Apply</b>", "<b>Solliciteer<b>", "has other HTML tags than the English"),
        ("nl", '<a href="%(u)s">Go</a>', '<a href="%(u)s" >Ga</a>', "has other HTML tags"),
        ("nl", " Apply\n", "Solliciteer\n", "begins or ends with other spaces or line breaks"),
        ("nl", "Apply", "Solliciteer\n", "begins or ends with other spaces or line breaks"),
        ("nl", "Apply", "Apply", "is the same as the English"),
        ("bg", "Field", "Обlaст", "mixes alphabets in the word 'Обlaст'"),
        ("el", "Field", "Tομέας", "mixes alphabets in the word 'Tομέας'"),
        ("nl", "Field", "Обл", "has a word in a foreign alphabet"),
        ("ro", "Field", "Funcţie", "cedilla"),
        ("fr", "Field", "Cate\u0301gorie", "normal form C"),
        ("fr", "Field", "Catégorie\u200b", "invisible character"),
    ],
)
def test_an_unfit_translation_is_refused_with_the_reason(code, source, translated, fault):
    flags = "python-format" if "%(" in source else ""
    assert any(fault in said for said in faults(code, source, translated, flags=flags))


@pytest.mark.parametrize(
    ("code", "source", "translated"),
    [
        ("bg", "EPSO test", "Тест на EPSO"),
        ("el", "Apply", "Υποβολή"),
        ("ro", "Function", "Funcție"),
        ("nl", "%(a)s: %(b)s", "%(b)s: %(a)s"),
        ("nl", "%(a)s, %(b)s", "%(a)s, %(b)s"),
        ("fr", "100%% sure", "sûr à 100\xa0%%"),
    ],
)
def test_a_sound_translation_has_no_fault(code, source, translated):
    assert faults(code, source, translated) == []


def test_a_plural_form_for_one_number_may_write_it_as_a_word_and_no_other():
    plural = "%(count)s fields"
    assert (
        faults("mt", "%(count)s field", "Qasam", "Żewġ oqsma", *["%(count)s qasam"] * 3, plural=plural) == []
    )
    assert faults("hr", "%(count)s field", "Područje", *["%(count)s područja"] * 2, plural=plural) == [
        "lacks %(count)s: 'Područje'"
    ]
    assert faults("nl", "%(count)s field", "%(count)s gebied", plural=plural) == [
        "has 1 plural forms, 2 are needed"
    ]
    assert faults("nl", "%(count)s field", "%(count)s gebied", "", plural=plural) == [
        "has an empty plural form"
    ]


def test_fuzzy_is_a_fault():
    assert faults("nl", "Apply", "Solliciteren", flags="fuzzy") == ["is marked fuzzy"]


def test_non_breaking_spaces_and_apostrophes_are_no_fault():
    assert list(text_faults("Qu’est-ce\xa0?", "fr")) == []


def test_the_gate_names_file_and_text_and_passes_only_a_whole_catalogue(project, no_libraries):
    run("make_messages")
    with pytest.raises(CommandError, match="faults in the catalogues"):
        run("check_catalogues")
    for catalogue in all_catalogues():
        file = polib.pofile(str(catalogue.po))
        for each in file:
            if each.msgid_plural:
                each.msgstr_plural = {
                    n: translated(each.msgid_plural, catalogue.code) for n in each.msgstr_plural
                }
            else:
                each.msgstr = translated(each.msgid, catalogue.code)
        catalogue.po.write_text(f"{file}", encoding="utf-8")
    run("make_messages")
    assert run("check_catalogues") == "The catalogues are complete and sound.\n"

    (project / "core/forms.py").write_text('_("A new text")')
    output = StringIO()
    with pytest.raises(CommandError, match="24 faults"):
        call_command("check_catalogues", stdout=output)
    assert "locale/nl/LC_MESSAGES/django.po: 'A new text' is in the sources but not here" in output.getvalue()


def translated(text: str, code: str) -> str:
    return text if code == "en" else f"{text} 1{'α' if code == 'el' else 'я' if code == 'bg' else 'a'}"


def test_the_gate_refuses_a_plural_header_that_no_program_can_read(project, no_libraries):
    run("make_messages")
    catalogue = Catalogue("mt")
    text = catalogue.po.read_text(encoding="utf-8").replace(
        LANGUAGES["mt"].plural_forms, "nplurals=X; plural=Y;"
    )
    catalogue.po.write_text(text, encoding="utf-8")
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("check_catalogues", stdout=output)
    assert "mt/LC_MESSAGES/django.po: header: Plural-Forms is not" in output.getvalue()
    assert "mt/LC_MESSAGES/django.po: cannot be loaded" in output.getvalue()


def test_only_older_or_missing_catalogues_are_compiled(project, no_libraries):
    run("make_messages")
    assert run("compile_catalogues") == "48 catalogues compiled.\n"
    assert run("compile_catalogues") == "0 catalogues compiled.\n"
    shutil.copy(Catalogue("nl").po, project / "copy.po")
    Catalogue("nl").mo.unlink()
    assert run("compile_catalogues") == "1 catalogues compiled.\n"


@pytest.mark.parametrize(
    ("code", "header", "theirs", "ours"),
    [
        (
            "cs",
            "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
            ["a", "b", "c"],
            ["a", "b", "c", "c"],
        ),
        ("fr", "nplurals=2; plural=(n > 1);", ["one", "many", "other"], ["one", "other"]),
        ("es", "nplurals=2; plural=(n != 1);", ["one", "other"], ["one", "other", "other"]),
        ("de", "nplurals=2; plural=(n != 1);", ["one", "other"], ["one", "other"]),
        ("sl", "nplurals=2; plural=(n != 1);", ["one", "other"], []),
        ("mt", "nplurals=INTEGER; plural=EXPRESSION;", ["one", "other"], []),
    ],
)
def test_plurals_of_libraries_are_taken_over_only_where_the_rules_agree(code, header, theirs, ours):
    assert _plural_forms(theirs, header, code) == ours


@pytest.mark.parametrize("code", CODES)
def test_every_plural_form_is_used_for_a_whole_number_or_kept_for_fractions(code):
    by_form = numbers_by_form(LANGUAGES[code].plural_forms)
    unused = [form for form, numbers in enumerate(by_form) if not numbers]
    assert unused == {"cs": [2], "sk": [2], "lt": [2], "pl": [3]}.get(code, [])


@pytest.mark.parametrize(
    ("code", "alone", "in_a_date"),
    [
        ("bg", "март", "март"),
        ("cs", "březen", "března"),
        ("ga", "Márta", "Márta"),
        ("it", "marzo", "marzo"),
        ("mt", "Marzu", "Marzu"),
        ("pt", "março", "março"),
        ("ro", "martie", "martie"),
        ("sk", "marec", "marca"),
    ],
)
def test_months_are_those_of_cldr(code, alone, in_a_date):
    with translation.override(code):
        assert (gettext("March"), pgettext("alt. month", "March")) == (alone, in_a_date)


def test_the_recorder_names_what_a_language_lacks_and_nothing_else(tmp_path, settings, monkeypatch):
    with recording(monkeypatch) as recorder:
        with translation.override("nl"):
            gettext("This field is required.")
            gettext("A text nobody translated")
            pgettext("state", "Another text nobody translated")
            ngettext("%(n)s strange thing", "%(n)s strange things", 3)
            gettext("%(a)s: %(b)s")
        with translation.override("en"):
            gettext("English needs no translation")
    assert sorted(recorder.missing) == [
        ("nl", "%(n)s strange thing"),
        ("nl", "A text nobody translated"),
        ("nl", "state ⇒ Another text nobody translated"),
    ]
    with pytest.raises(pytest.fail.Exception, match="nl: 'A text nobody translated'"):
        recorder.fail_if_any()


def test_an_unchanged_catalogue_is_not_compiled_again(project):
    catalogue = Catalogue("nl")
    catalogue.po.parent.mkdir(parents=True)
    catalogue.po.write_text(f"{empty_file('nl')}", encoding="utf-8")
    assert [compile_catalogue(catalogue), compile_catalogue(catalogue)] == [True, False]
