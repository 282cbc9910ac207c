"""Texts of this app that have one column per language."""

from modeltranslation.translator import TranslationOptions, register

from knowledge.models import (
    Article,
    Event,
    FaqEntry,
    FaqTopic,
    IncidentUpdate,
    KeyDocument,
    Meeting,
    NewsItem,
    ServiceIncident,
    Testimonial,
)


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "body")


@register(FaqTopic)
class FaqTopicTranslation(TranslationOptions):
    fields = ("name",)


@register(FaqEntry)
class FaqEntryTranslation(TranslationOptions):
    fields = ("question", "answer")


@register(NewsItem)
class NewsItemTranslation(TranslationOptions):
    fields = ("title", "summary", "body")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "place", "summary", "body")


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ("subject", "place")


@register(KeyDocument)
class KeyDocumentTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(Testimonial)
class TestimonialTranslation(TranslationOptions):
    __test__ = False

    fields = ("role", "quote")


@register(ServiceIncident)
class ServiceIncidentTranslation(TranslationOptions):
    fields = ("title",)


@register(IncidentUpdate)
class IncidentUpdateTranslation(TranslationOptions):
    fields = ("text",)
