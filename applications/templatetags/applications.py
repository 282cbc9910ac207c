"""Addresses of the pages of an application: one's own, or one for practice."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def address(application: Any, name: str, *arguments: Any) -> str:
    """The page `name` of `application`."""
    if application.is_practice:
        return reverse(f"applications:practice_{name}", args=arguments)
    return reverse(f"applications:{name}", args=[application.number, *arguments])
