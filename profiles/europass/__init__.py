"""Europass CVs: read from XML, or from the PDF with the XML inside, and written as XML. No Django here."""
