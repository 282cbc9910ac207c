"""A Europass CV, whichever of its two forms it has."""

from profiles.europass import candidate, skills_passport
from profiles.europass.files import Fault, Unreadable, read_tree
from profiles.europass.found import Found
from profiles.europass.sheet import local


def read_cv(content: bytes) -> Found:
    """What the uploaded bytes say. Raises Unreadable."""
    root = read_tree(content)
    if local(root) == "SkillsPassport":
        return skills_passport.understand(root)
    if local(root) == "Candidate":
        return candidate.understand(root)
    raise Unreadable(Fault.NOT_EUROPASS)
