"""Figures and times of a notice on its page: `{% load notices %}`."""

from django import template

from competitions import marks

register = template.Library()

register.filter("day_or_time", marks.day_or_time)
register.filter("score", marks.score)
register.filter("weight", marks.weight)
