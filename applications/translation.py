"""Proxies of models with a text column per language inherit the columns and must be registered too."""

from modeltranslation.translator import TranslationOptions, register

from applications.models import AnnouncedAmendment


@register(AnnouncedAmendment)
class AnnouncedAmendmentTranslation(TranslationOptions):
    fields = ()
