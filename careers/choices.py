"""Kinds of work, contract and grade: the lists that competitions and vacancies share (epso 6.6, 7.1, 7.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Domain(models.TextChoices):
    AUDIT = "AUDIT", _("Audit")
    COMMUNICATION = "COMMUNICATION", _("Communication")
    ECONOMICS_STATISTICS = "ECONOMICS_STATISTICS", _("Economics and statistics")
    PUBLIC_ADMINISTRATION = "PUBLIC_ADMINISTRATION", _("European public administration")
    EXTERNAL_RELATIONS = "EXTERNAL_RELATIONS", _("External relations")
    FINANCE = "FINANCE", _("Finance")
    ICT = "ICT", _("Information and communication technology")
    LAW = "LAW", _("Law")
    LANGUAGES = "LANGUAGES", _("Languages")
    SUPPORT_STAFF = "SUPPORT_STAFF", _("Support staff")
    HUMAN_RESOURCES = "HUMAN_RESOURCES", _("Human resources")
    SCIENCE_RESEARCH = "SCIENCE_RESEARCH", _("Science and research")
    SECURITY = "SECURITY", _("Security")
    AGRICULTURE_ENVIRONMENT = "AGRICULTURE_ENVIRONMENT", _("Agriculture and environment")
    ENGINEERING_BUILDING = "ENGINEERING_BUILDING", _("Engineering and buildings")
    HEALTH = "HEALTH", _("Health")
    NUCLEAR = "NUCLEAR", _("Nuclear energy")
    PROJECT_MANAGEMENT = "PROJECT_MANAGEMENT", _("Project management")


class ContractType(models.TextChoices):
    OFFICIAL = "OFFICIAL", _("Permanent official")
    TEMPORARY_AGENT = "TEMPORARY_AGENT", _("Temporary agent")
    CONTRACT_AGENT = "CONTRACT_AGENT", _("Contract agent")
    SECONDED_NATIONAL_EXPERT = "SECONDED_NATIONAL_EXPERT", _("Seconded national expert")
    TRAINEE = "TRAINEE", _("Trainee")
    INTERIM = "INTERIM", _("Interim staff")
    EXPERT = "EXPERT", _("Expert")


class FunctionGroup(models.TextChoices):
    AD = "AD", _("Administrators (AD)")
    AST = "AST", _("Assistants (AST)")
    AST_SC = "AST_SC", _("Secretaries and clerks (AST/SC)")
    FG = "FG", _("Contract staff (FG)")


class InstitutionKind(models.TextChoices):
    INSTITUTION = "INSTITUTION", _("Institution")
    DECENTRALISED_AGENCY = "DECENTRALISED_AGENCY", _("Decentralised agency")
    EXECUTIVE_AGENCY = "EXECUTIVE_AGENCY", _("Executive agency")
    CFSP_BODY = "CFSP_BODY", _("Body for foreign and security policy")
    EURATOM_BODY = "EURATOM_BODY", _("Euratom body")
    JOINT_UNDERTAKING = "JOINT_UNDERTAKING", _("Joint undertaking")
    OTHER_BODY = "OTHER_BODY", _("Other body")


class OpportunityKind(models.TextChoices):
    COMPETITION = "COMPETITION", _("Competition")
    CAST = "CAST", _("Selection of contract agents")
    VACANCY = "VACANCY", _("Vacancy")
    TRAINEESHIP = "TRAINEESHIP", _("Traineeship")


class VacancyStatus(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("status of a vacancy", "Open")
    CLOSED = "CLOSED", pgettext_lazy("status of a vacancy", "Closed")
    CANCELLED = "CANCELLED", pgettext_lazy("status of a vacancy", "Cancelled")
    FILLED = "FILLED", pgettext_lazy("status of a vacancy", "Filled")


class OpenTo(models.TextChoices):
    ALL_CITIZENS = "ALL_CITIZENS", _("All citizens of the European Union")
    LAUREATES = "LAUREATES", _("Laureates of a reserve list")
    STAFF = "STAFF", _("Staff of the institutions only")


class OpportunityStage(models.TextChoices):
    """Where an opportunity stands for a reader, apart from what the clock says about its deadline."""

    UPCOMING = "UPCOMING", pgettext_lazy("status of a job opportunity", "Upcoming")
    OPEN = "OPEN", pgettext_lazy("status of a job opportunity", "Open for application")
    IN_PROGRESS = "IN_PROGRESS", pgettext_lazy("status of a job opportunity", "In progress")
    RESERVE_LIST = "RESERVE_LIST", pgettext_lazy("status of a job opportunity", "Reserve list")
    CLOSED = "CLOSED", pgettext_lazy("status of a job opportunity", "Closed")


class NoticeErrorKind(models.TextChoices):
    """What a reader may find wrong in a notice."""

    DATE = "DATE", _("A date or a deadline")
    LINK = "LINK", _("A link that does not work")
    TEXT = "TEXT", _("The text or its translation")
    FACT = "FACT", _("A fact, such as grade, place or number of posts")
    ACCESS = "ACCESS", _("Something I cannot read or use")
    OTHER = "OTHER", pgettext_lazy("what is wrong in a notice", "Something else")
