"""Settings shared by every deployment; what differs stands in development, test and production."""

import os
from pathlib import Path

from celery.schedules import crontab

from epso_site.settings.environment import eu_login_from, origins
from epso_site.settings.languages import *  # noqa: F403 -- the languages are a constant of the schema
from epso_site.settings.rules import *  # noqa: F403 -- numbers that are rules, for code and texts

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

INSTALLED_APPS = [
    "modeltranslation",
    "core",
    "accounts",
    "notifications",
    "careers",
    "competitions",
    "profiles",
    "applications",
    "receipts",
    "documents",
    "selection",
    "recruitment",
    "special_needs",
    "complaints",
    "enquiries",
    "figures",
    "practice",
    "knowledge",
    "alerts",
    "open_data",
    "dashboard",
    "data_rights",
    "accounts.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.NowMiddleware",
    "core.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionEndMiddleware",
    "accounts.middleware.AudienceMiddleware",
    "accounts.middleware.KeptFormMiddleware",
]

ROOT_URLCONF = "epso_site.urls"
WSGI_APPLICATION = "epso_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["core.template_loading.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

FORM_RENDERER = "core.forms.FormRenderer"

# One address, one account is a constraint on Lower("email"), which this check does not look at.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.ChangeAddressForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# One account, one address: a new one takes the place of the old one when its link was followed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# Wide limits by address of the network, so that they hold no computer room up; wrong passwords are counted by
# account and network in accounts.attempts, and "login_failed" is left to the codes of second factors.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "signup": "200/m/ip",
    "reset_password": "200/m/ip,5/m/key",
    "reset_password_from_key": "200/m/ip",
    "login_failed": "5/5m/key",
}

# The second factor: an app that shows codes, passkeys, and codes on paper for the day both are lost.
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}
# Whether staff and recruiters must have a second factor before they may work.
REQUIRE_SECOND_FACTOR = True
# Keys for what is encrypted in the database, the newest first; without any, they are made from SECRET_KEY.
ENCRYPTION_KEYS = [key for key in os.environ.get("ENCRYPTION_KEYS", "").split(",") if key]

# EU Login, by OpenID Connect: offered where all three are set.
EU_LOGIN_ISSUER = os.environ.get("EU_LOGIN_ISSUER", "")
SOCIALACCOUNT_ADAPTER = "accounts.eu_login.EuLoginAdapter"
SOCIALACCOUNT_PROVIDERS = eu_login_from(
    EU_LOGIN_ISSUER,
    client_id=os.environ.get("EU_LOGIN_CLIENT_ID", ""),
    secret=os.environ.get("EU_LOGIN_CLIENT_SECRET", ""),
)
SOCIALACCOUNT_FORMS = {"signup": "accounts.forms.EuLoginSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

USE_TZ = True
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats_by_language"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
AUDIENCES = "epso_site.audiences.AUDIENCES"
SITE_MENUS = "epso_site.menu.MENUS"

STATIC_URL = "/static/"
# The second is made by epso_site.assets, wherever VAR_DIR may be.
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets" / "static"]
STATIC_ROOT = VAR_DIR / "static"

SESSION_ENGINE = "accounts.sessions"
# A session ends so long after the last page of who is signed in; pages warn before.
SESSION_COOKIE_AGE = 2 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # The form of EU Login is answered by a redirect to it.
        "form-action": ["'self'", *origins(EU_LOGIN_ISSUER)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

TASK_APPLICATION = "epso_site.celery"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that asks for a task while the broker is away goes on within a second: beat finds the work later.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
    "socket_connect_timeout": 2,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "deliver-waiting-mail": {"task": "notifications.tasks.deliver_waiting_mail", "schedule": 30.0},
    "take-up-jobs": {"task": "core.tasks.take_up_jobs", "schedule": 60.0},
    "forget-uploads": {"task": "selection.tasks.forget_uploads", "schedule": 3600.0},
    "resume-releases": {"task": "notifications.tasks.resume_releases", "schedule": 60.0},
    "advance-competitions": {"task": "competitions.tasks.advance_competitions", "schedule": 60.0},
    "forget-rankings": {"task": "selection.tasks.forget_rankings", "schedule": 6 * 3600.0},
    "establish-due-lists": {"task": "recruitment.tasks.establish_due_lists", "schedule": 60.0},
    "lay-out-index": {"task": "careers.tasks.lay_out_index", "schedule": crontab(0, 4, day_of_week=0)},
    "take-snapshots": {"task": "figures.tasks.take_snapshots", "schedule": crontab(hour=3, minute=10)},
    "send-due-digests": {"task": "alerts.tasks.send_due_digests", "schedule": 300.0},
    "ask-about-old-alerts": {"task": "alerts.tasks.ask_about_old_alerts", "schedule": 3600.0},
    "forget-alerts": {"task": "alerts.tasks.forget_alerts", "schedule": 3600.0},
    "publish-due-pages": {"task": "knowledge.tasks.publish_due_pages", "schedule": 60.0},
    "compare-candidates": {
        "task": "applications.tasks.compare_candidates",
        "schedule": crontab(hour=2, minute=30),
    },
    "forget-sessions": {"task": "accounts.tasks.forget_sessions", "schedule": crontab(hour=3, minute=40)},
    "expire-due-lists": {"task": "recruitment.tasks.expire_due_lists", "schedule": 900.0},
    "scan-waiting-documents": {"task": "documents.tasks.scan_waiting_documents", "schedule": 300.0},
    "carry-documents": {"task": "documents.tasks.carry_documents", "schedule": 60.0},
    "scan-waiting-evidence": {"task": "special_needs.tasks.scan_waiting_evidence", "schedule": 300.0},
    "alarm-about-measures": {"task": "special_needs.tasks.raise_alarms", "schedule": 3600.0},
    "forget-document-uploads": {"task": "documents.tasks.forget_uploads", "schedule": 3600.0},
    "remind-of-documents": {"task": "documents.tasks.remind_of_documents", "schedule": 3600.0},
    "forget-data-exports": {"task": "data_rights.tasks.forget_exports", "schedule": 3600.0},
    "keep-consent-texts": {"task": "data_rights.tasks.keep_consent_texts", "schedule": 3600.0},
    "run-retention": {"task": "data_rights.tasks.run_retention", "schedule": crontab(hour=4, minute=40)},
    "close-days-of-the-chain": {"task": "receipts.tasks.close_days", "schedule": crontab(minute=20)},
    "write-of-deadlines": {"task": "applications.tasks.write_of_deadlines", "schedule": 60.0},
    "remind-of-lapsing-rights": {"task": "complaints.tasks.remind", "schedule": 3600.0},
    "tell-of-list-ends": {"task": "recruitment.tasks.tell_of_list_ends", "schedule": 3600.0},
}

# Whatever Django or a library sends becomes a row of the outbox; delivery takes it from there to the backend
# that each deployment names as DELIVERY_EMAIL_BACKEND.
EMAIL_BACKEND = "notifications.backends.OutboxBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "EU Careers <no-reply@example.eu>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_BATCH_SIZE = 100
# Whether staff may read mail that carries links of sign-up and reset, which give access to an account.
STAFF_READ_ACCOUNT_MAIL = False
# How many letters of a batch are written, or published, in one transaction.
LETTERS_A_SLICE = 1000
# How long a worker may hold the mail it has claimed; after that, it counts as dead and others take it up.
MAIL_LEASE_SECONDS = 300.0

# Alerts by e-mail. How many one address may have, how many requests for one are taken from one line in an
# hour, and how many mails to confirm one an address gets in a day.
ALERTS_PER_ADDRESS = 20
ALERT_REQUESTS_PER_NETWORK = 20
ALERT_REQUESTS_PER_ADDRESS = 5
# Days: to confirm an alert; until its reader is asked whether it is still wanted, and to answer; that a link
# in a mail works; that a mail is kept after it was sent. What is over is erased.
ALERT_CONFIRM_DAYS = 3
ALERT_ASK_AFTER_DAYS = 365
ALERT_ANSWER_DAYS = 30
ALERT_LINK_DAYS = 180
ALERT_MAIL_DAYS = 7

# How long a public page may be kept for visitors who are not signed in.
PUBLIC_PAGE_SECONDS = 10
# Whether values that change only with a publication are kept in the memory of each process.
KEEP_VALUES = True

# Whether developers see every component on one page.
SHOW_GALLERY = False

SITE_NAME = "EU Careers"
# The static path of the logo; its version is "standard" or, where there is little room, "condensed".
SITE_LOGO = "ecl/logo/{version}-{language}.svg"
# A number of people smaller than this is not shown in public statistics.
STATISTICS_FLOOR = 10
# Until a deployment says it is EPSO's, every page carries a notice that it is a demonstration.
SITE_IS_OFFICIAL = os.environ.get("SITE_IS_OFFICIAL", "") == "1"
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
# Demonstration people, sign-ins and competition are loaded only where this asks for them.
LOAD_DEMONSTRATION = False

# Documents of candidates lie in VAR_DIR/documents, or in this bucket of S3 (its keys as AWS_ACCESS_KEY_ID and
# AWS_SECRET_ACCESS_KEY). clamd looks for malware: tcp://host:port or unix:///path; what it has not seen, no
# staff sees. See docs/documents.md.
DOCUMENTS_BUCKET = os.environ.get("DOCUMENTS_BUCKET", "")
DOCUMENTS_ENDPOINT = os.environ.get("DOCUMENTS_ENDPOINT", "")
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")
# Keys that seal requests for adjusted tests, separated by commas: the first seals, each opens.
SPECIAL_NEEDS_KEY = os.environ.get("SPECIAL_NEEDS_KEY", "")
SPECIAL_NEEDS_ALARM_DAYS = 7
DOCUMENTS_PER_PERSON = 200
UPLOADS_PER_PERSON = 10
UPLOAD_KEPT_HOURS = 24
# So long before the deadline for documents candidates read which entries have no proof yet.
DOCUMENT_REMINDER_HOURS = (30 * 24, 7 * 24, 48)
IDENTITY_DOCUMENT_REMINDER_DAYS = 90

NOTICE_MAX_BYTES = 5 * 1024 * 1024
# A ranking that was computed and never released is deleted after so many days.
RANKINGS_KEPT_DAYS = 90
# So long before its end laureates read that their reserve list ends, and so long after it that it has ended.
LIST_END_LETTER_DAYS = 30
RESULTS_MAX_BYTES = 500 * 1024 * 1024

# A file with everything about a person can be downloaded for so many days.
DATA_EXPORT_DAYS = 7
# The switch for all erasure by the clock; the periods stand in the administration. See docs/data-rights.md.
RETENTION_IS_ON = os.environ.get("RETENTION", "") == "on"
# So many days before her account is erased a person is told (message 27).
RETENTION_WARNING_DAYS = 30
# Addresses of erased accounts end so; nothing is ever sent to them (RFC 2606).
ERASED_DOMAIN = "erased.invalid"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
