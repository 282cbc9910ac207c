"""Texts of this app that have one column per language."""

from modeltranslation.translator import TranslationOptions, register

from careers.models import Institution, Opportunity, Place, Vacancy


@register(Place)
class PlaceTranslation(TranslationOptions):
    fields = ("name",)


@register(Institution)
class InstitutionTranslation(TranslationOptions):
    fields = ("name", "acronym")


@register(Vacancy)
class VacancyTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(Opportunity)
class OpportunityTranslation(TranslationOptions):
    fields = ("title",)
