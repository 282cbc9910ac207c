"""How Django itself writes and reads dates and numbers in each language (FORMAT_MODULE_PATH).

Django's own formats lack Maltese, are American for English, begin the week on Sunday for several
languages and group no thousands for others; here every language has all of them, after CLDR.
Pages use core/formats.py; these serve the admin and form fields.
"""
