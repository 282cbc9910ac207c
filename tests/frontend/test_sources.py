"""Templates, styles and script as they are written: nothing inline, nothing purged that is used."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from epso_site import assets
from epso_site.settings import base

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
# Mail has no stylesheet, and letters are no pages.
PAGES = [path for path in TEMPLATES if "emails" not in path.parts]
COMPONENTS = sorted((settings.BASE_DIR / "templates" / "components").glob("*.html"))
SCRIPTS = sorted((settings.BASE_DIR / "static" / "js").glob("*.js"))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def test_every_class_of_ecl_that_is_used_is_in_the_styles_that_were_built():
    styles = text(assets.OUTPUT / "site.css")
    built = set(re.findall(r"\.(ecl(?:-[\w-]+)?)", styles))
    assert set(assets.class_names()) - built - {"ecl-eu", "ecl-new"} == set()


def test_a_class_is_not_put_together_from_parts():
    found = [name(path) for path in PAGES if re.search(r"\becl-[\w-]*(?:[-_]\{%|\{\{)", text(path))]
    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_template_holds_a_style_or_a_script_of_its_own(path):
    source = text(path)
    assert re.findall(r"""\sstyle=["']|<style|\son[a-z]+=["']|javascript:""", source) == []
    scripts = re.findall(r"<script\b[^>]*>", source)
    assert [tag for tag in scripts if "src=" not in tag and "application/ld+json" not in tag] == []


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_each_component_begins_with_what_it_takes(path):
    assert text(path).startswith("{% comment %}\n")


def test_each_icon_that_is_used_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', text(assets.OUTPUT / "icons.svg")))
    assert sprite == set(assets.icon_names())
    used = {icon for path in PAGES for icon in re.findall(r'icon\.html" with name="([^"]+)"', text(path))}
    used |= {
        icon for path in PAGES for icon in re.findall(r'button_link\.html"[^%]* icon="([^"]+)"', text(path))
    }
    assert used - sprite == set()


def test_the_scripts_of_a_page_are_small():
    """Every page has site.js, pages of an account session.js too, and none has more than one besides."""
    sizes = {path.name: path.stat().st_size for path in SCRIPTS}
    everywhere = sizes.pop("site.js") + sizes.pop("session.js")
    assert everywhere + max(sizes.values()) <= 10 * 1024


def test_no_page_loads_more_than_one_script_besides():
    for path in PAGES:
        if path.name != "base.html":
            assert len(set(re.findall(r"js/[a-z]+\.js", text(path)))) <= 1, path


def test_the_lock_of_the_packages_names_no_place_to_download_from():
    packages = json.loads(text(assets.SOURCES / "package-lock.json"))["packages"]
    assert [p["resolved"] for p in packages.values() if "://" in p.get("resolved", "")] == []
    assert all(
        "integrity" in p for path, p in packages.items() if path and not p.get("link") and "stub" not in path
    )


def test_nothing_is_built_twice(monkeypatch):
    def fail(*command):
        pytest.fail(f"was built again: {command}")

    monkeypatch.setattr(assets, "_run", fail)
    assets.ensure_built(with_tools=True)
    assets.ensure_built()


def test_a_new_class_name_makes_the_styles_stale(monkeypatch):
    built = []
    monkeypatch.setattr(assets, "class_names", lambda: ["ecl-never-seen"])
    monkeypatch.setattr(assets, "_build", lambda names, stamp: built.append(names))
    assets.ensure_built()
    assert built == [["ecl-never-seen"]]


def test_a_build_that_fails_says_why(monkeypatch):
    monkeypatch.setattr(assets, "_node", lambda: "false")
    with pytest.raises(assets.AssetsError, match="No styles"):
        assets._run(["false"], "No styles.")


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_there_is_a_logo_in_each_language(language):
    for version in ("standard", "condensed"):
        path = settings.SITE_LOGO.format(version=version, language=language)
        assert (assets.OUTPUT.parent / path).read_bytes().lstrip().startswith(b"<?xml")


def test_the_gallery_has_no_address_where_settings_do_not_ask_for_it():
    assert base.SHOW_GALLERY is False
