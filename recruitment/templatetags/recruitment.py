"""What public pages show of reserve lists: `{% load recruitment %}`."""

from typing import Any

from django import template

from competitions.models import Competition
from core.formats import BRUSSELS
from recruitment.models import ReserveList

register = template.Library()


@register.inclusion_tag("recruitment/_reserve_lists.html", takes_context=True)
def reserve_lists_of(context: template.Context, competition: Competition) -> dict[str, Any]:
    """The reserve lists of a competition, with validity and size; nothing where there are none."""
    today = context["request"].now.astimezone(BRUSSELS).date()
    lists = ReserveList.objects.filter(field__competition=competition).with_field().with_size()
    return {"lists": lists.valid_first(today).order_by("field__order", "pk")}
