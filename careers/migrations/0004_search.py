"""The index of words: its tables, and the functions that make words of a text and of a search alike."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Stemmers of PostgreSQL, without lists of common words: those are the application's.
STEMMERS = {
    "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "pt": "portuguese",
    "ro": "romanian", "sv": "swedish",
}
DICTIONARIES = "".join(
    f"CREATE TEXT SEARCH DICTIONARY careers_{code} (TEMPLATE = snowball, LANGUAGE = {name});\n"
    for code, name in STEMMERS.items()
)
CASES = "".join(f"WHEN '{code}' THEN ts_lexize('careers_{code}', word)\n" for code in STEMMERS)

# As careers.search.words.fold: marks fall away, save the breve that makes й of и.
FOLD = """
CREATE FUNCTION careers_fold(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN octet_length(word) = char_length(word) THEN word ELSE
    replace(replace(replace(replace(
        translate(
            replace(
                regexp_replace(
                    replace(normalize(word, NFD), U&'\\0438\\0306', 'й'),
                    U&'[\\0300-\\036F]', '', 'g'
                ),
                'ς', 'σ'
            ),
            'øđłħıðŋŧ', 'odlhidnt'
        ),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
END;
"""
# A word of one of the other languages comes stemmed. Endings that these stemmers leave: Greek -ι(ο), Swedish -et
# and -en, Dutch -es, and the double consonant of a plural (secretaris, secretarissen).
LEXEME = f"""
CREATE FUNCTION careers_lexeme(language text, word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN language || (
    WITH stemmed AS (
        SELECT careers_fold(coalesce((CASE language
{CASES}END)[1], word)) AS stem
    )
    SELECT CASE
        WHEN language NOT IN ({", ".join(f"'{code}'" for code in STEMMERS)}) OR char_length(stem) < 5 THEN stem
        WHEN language = 'el' THEN rtrim(stem, 'ι')
        WHEN language = 'sv' THEN regexp_replace(stem, '(?:e[tn]|([b-df-hj-np-tv-z])\\1)$', '\\1')
        WHEN language = 'nl' THEN regexp_replace(stem, '(?:es|([b-df-hj-np-tv-z])\\1)$', '\\1')
        ELSE regexp_replace(stem, '([b-df-hj-np-tv-z])\\1$', '\\1')
    END
    FROM stemmed
);
"""
VECTOR = """
CREATE FUNCTION careers_vector(language text, words text[], places integer[], weights text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(careers_lexeme(language, word) || ':' || place || weight, ' '), '')::tsvector
    FROM unnest(words, places, weights) AS each (word, place, weight)
);
"""
# One row of the arrays for each spelling of each word of each term of each language. Spellings are
# alternatives, words of a term stand next to each other, terms must all be there, languages are alternatives.
# A loose query takes whatever begins like the stem, without the last letters of a longer one.
QUERY = """
CREATE FUNCTION careers_query(
    languages text[], terms integer[], places integer[], words text[], is_loose boolean
) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    WITH lexemes AS (
        SELECT language, term, place, careers_lexeme(language, word) AS lexeme, word ~ '[0-9]' AS is_number
        FROM unnest(languages, terms, places, words) AS each (language, term, place, word)
    ),
    spelt AS (
        SELECT language, term, place, string_agg(DISTINCT CASE
            WHEN NOT is_loose OR is_number THEN lexeme
            WHEN char_length(lexeme) >= 10 THEN left(lexeme, -2) || ':*'
            WHEN char_length(lexeme) >= 7 THEN left(lexeme, -1) || ':*'
            WHEN char_length(lexeme) >= 6 THEN lexeme || ':*'
            ELSE lexeme
        END, ' | ') AS text
        FROM lexemes GROUP BY language, term, place
    ),
    joined AS (
        SELECT language, term, string_agg('(' || text || ')', ' <-> ' ORDER BY place) AS text
        FROM spelt GROUP BY language, term
    ),
    meant AS (
        SELECT language, string_agg('(' || text || ')', ' & ') AS text FROM joined GROUP BY language
    )
    SELECT coalesce(string_agg('(' || text || ')', ' | '), '')::tsquery FROM meant
);
"""
# Long values leave the row, so that a search that finds many rows reads few pages.
NARROW = """
ALTER TABLE careers_opportunitytext SET (toast_tuple_target = 128);
ALTER TABLE careers_opportunitytext ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE careers_opportunitytext ALTER COLUMN body SET STORAGE EXTENDED;
"""
FORGET = """
DROP FUNCTION careers_query(text[], integer[], integer[], text[], boolean);
DROP FUNCTION careers_vector(text, text[], integer[], text[]);
DROP FUNCTION careers_lexeme(text, text);
DROP FUNCTION careers_fold(text);
""" + "".join(f"DROP TEXT SEARCH DICTIONARY careers_{code};\n" for code in STEMMERS)


class Migration(migrations.Migration):

    dependencies = [
        ('careers', '0003_when_opportunities_changed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='languages_required',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='languages required'),
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('folded', models.CharField(max_length=120, verbose_name='word without marks')),
                ('word', models.CharField(max_length=60, verbose_name='word')),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None, verbose_name='shortenings')),
            ],
            options={
                'verbose_name': 'word of the index',
                'verbose_name_plural': 'words of the index',
                'ordering': ['language', 'folded'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='search_word_keys')],
                'constraints': [models.UniqueConstraint(fields=('language', 'folded'), name='search_word_once_per_language')],
            },
        ),
        migrations.CreateModel(
            name='NoticeError',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=120, verbose_name='reference number')),
                ('language', models.CharField(max_length=2, verbose_name='language of the page')),
                ('what', models.CharField(choices=[('DATE', 'A date or a deadline'), ('LINK', 'A link that does not work'), ('TEXT', 'The text or its translation'), ('FACT', 'A fact, such as grade, place or number of posts'), ('ACCESS', 'Something I cannot read or use'), ('OTHER', 'Something else')], max_length=20, verbose_name='what is wrong')),
                ('description', models.TextField(max_length=2000, verbose_name='description')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('reported_at', models.DateTimeField(verbose_name='reported at')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='handled at')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                ('opportunity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reported_errors', to='careers.opportunity', verbose_name='job opportunity')),
            ],
            options={
                'verbose_name': 'reported error',
                'verbose_name_plural': 'reported errors',
                'ordering': ['-reported_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handled_at__isnull', True), ('handled_by__isnull', True)), models.Q(('handled_at__isnull', False), ('handled_by__isnull', False)), _connector='OR'), name='notice_error_handled_by_somebody', violation_error_message='What is handled was handled by somebody.')],
            },
        ),
        migrations.CreateModel(
            name='OpportunityText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('body', models.TextField(blank=True, verbose_name='text searched')),
                ('vector', django.contrib.postgres.search.SearchVectorField(verbose_name='words')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='careers.opportunity', verbose_name='job opportunity')),
            ],
            options={
                'verbose_name': 'text of a job opportunity',
                'verbose_name_plural': 'texts of job opportunities',
                'ordering': ['opportunity', 'language'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='opportunity_text_words')],
                'constraints': [models.UniqueConstraint(fields=('opportunity', 'language'), name='opportunity_text_per_language')],
            },
        ),
        migrations.CreateModel(
            name='SavedOpportunity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='careers.opportunity', verbose_name='job opportunity')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_opportunities', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'saved job opportunity',
                'verbose_name_plural': 'saved job opportunities',
                'ordering': ['-saved_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'opportunity'), name='saved_opportunity_once', violation_error_message='This job opportunity is in your list already.')],
            },
        ),
        migrations.RunSQL(NARROW, migrations.RunSQL.noop),
        migrations.RunSQL(DICTIONARIES + FOLD + LEXEME + VECTOR + QUERY, FORGET),
    ]
