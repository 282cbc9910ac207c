"""The catalogues of translations: extracting, merging, filling, checking and compiling without GNU gettext.

messages → what the sources ask for; libraries → what others already translated; files → the .po and
.mo files; checks → what makes a translation unfit. docs/translating.md tells translators how to work.
"""
