"""What the pages of knowledge are made of."""

from knowledge.models.article import Article, ArticleTransition, Section, Supplement
from knowledge.models.contact import ContactMessage, ContactTransition
from knowledge.models.document import (
    KeyDocument,
    KeyDocumentTransition,
    Testimonial,
    TestimonialTransition,
)
from knowledge.models.faq import FaqEntry, FaqEntryTransition, FaqFeedback, FaqTopic
from knowledge.models.meeting import Meeting, MeetingOrganisation, MeetingTransition
from knowledge.models.news import Event, EventTransition, NewsItem, NewsItemTransition, NewsKind
from knowledge.models.publication import Loaded, PageRevision, Publishable
from knowledge.models.service import IncidentState, IncidentUpdate, Service, ServiceIncident

__all__ = [
    "Article",
    "ArticleTransition",
    "ContactMessage",
    "ContactTransition",
    "Event",
    "EventTransition",
    "FaqEntry",
    "FaqEntryTransition",
    "FaqFeedback",
    "FaqTopic",
    "IncidentState",
    "IncidentUpdate",
    "KeyDocument",
    "KeyDocumentTransition",
    "Loaded",
    "Meeting",
    "MeetingOrganisation",
    "MeetingTransition",
    "NewsItem",
    "NewsItemTransition",
    "NewsKind",
    "PageRevision",
    "Publishable",
    "Section",
    "Service",
    "ServiceIncident",
    "Supplement",
    "Testimonial",
    "TestimonialTransition",
]
