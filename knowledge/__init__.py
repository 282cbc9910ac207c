"""Pages of knowledge: articles, questions and answers, news, events, meetings, glossary, service status."""
