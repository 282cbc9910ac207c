"""Texts of this app that have one column per language."""

from modeltranslation.translator import TranslationOptions, register

from competitions.models import (
    Amendment,
    Competition,
    CompetitionDocument,
    CompetitionField,
    PlanningRow,
    Test,
)


@register(Competition)
class CompetitionTranslation(TranslationOptions):
    fields = ("title", "summary", "duties", "status_note")


@register(CompetitionField)
class CompetitionFieldTranslation(TranslationOptions):
    fields = ("title", "duties")


@register(Test)
class TestTranslation(TranslationOptions):
    __test__ = False

    fields = ("title",)


@register(PlanningRow)
class PlanningRowTranslation(TranslationOptions):
    fields = ("stage", "period")


@register(CompetitionDocument)
class CompetitionDocumentTranslation(TranslationOptions):
    fields = ("title",)


@register(Amendment)
class AmendmentTranslation(TranslationOptions):
    fields = ("reason",)
