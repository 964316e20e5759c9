"""Settings, read from the environment. What differs between places is a variable, not a module."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from coordination.environment import database, flag, one_of, queue_url, redis_url, secret, text, words
from coordination.signing_in import organisation_settings

BASE_DIR = Path(__file__).resolve().parent.parent

# Demonstration: made-up accounts with a known password and a storm to play. Never together with production.
DEMO = flag("DEMO", default=False)
# Longer exercises that `make run` loads beside the storm, by name.
EXERCISES = words("EXERCISES", default="")
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret("SECRET_KEY")
SITE_URL = text("SITE_URL", default="http://localhost:8000")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", default="")
HTTPS = SITE_URL.startswith("https://")
# Behind a proxy of our own the caller is the last one in X-Forwarded-For. Without one, that header is only a claim.
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "csp",
    "pgtrigger",
    "pghistory",
    "journal",
    "actors",
    "processes",
    "coordination.incidents",
    "coordination.situations",
    "coordination.direction",
    "coordination.exercises",
    "coordination.overview",
    "coordination.signing_in",
    "coordination",
]

MIDDLEWARE = [
    "coordination.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "coordination.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "coordination.kept_pages.KeptPages",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # A session that is over is ended before the database is told whose it was.
    "coordination.signing_in.middleware.SessionLimits",
    "coordination.walls.middleware.SecondWallMiddleware",
    "coordination.signing_in.middleware.SecondFactor",
    "coordination.signing_in.middleware.ClearAtSignOut",
    "coordination.signing_in.middleware.FreshToAdminister",
    "allauth.account.middleware.AccountMiddleware",
    "actors.middleware.BreakGlassMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "journal.history.HistoryMiddleware",
    "coordination.middleware.NoStoreMiddleware",
    "coordination.middleware.RefusalMiddleware",
    # Last: it changes the answer to a locked-out sign-in.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "coordination.urls"
WSGI_APPLICATION = "coordination.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coordination.page.frame",
            ],
        },
    },
]

DATABASES = {"default": database("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = redis_url("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "coordination.signing_in.cache.MayBeLost",
        "LOCATION": REDIS_URL,
        # A Redis that does not answer may slow a call, not hold it.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
# The session lives in the database: losing Redis must sign nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A sign-in lasts a shift, and an hour without doing anything. Its row stays for some days, so that whoever comes back
# to a page with her text in it is known, and keeps it. Lengths are in seconds.
SESSION_LASTS_SECONDS = int(timedelta(hours=12).total_seconds())
SESSION_IDLE_SECONDS = int(timedelta(minutes=60).total_seconds())
SESSION_COOKIE_AGE = int(timedelta(days=3).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# How long ago somebody may have shown who she is when she publishes, invites, exports or administers (seconds).
FRESH_SECONDS = int(timedelta(minutes=10).total_seconds())
SESSION_COOKIE_NAME = "__Host-samlad" if HTTPS else "samlad"
CSRF_COOKIE_NAME = "__Host-samlad-csrf" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "coordination.signing_in.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# The portal has its name to itself: what may come to lie below that name is encrypted too.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# The proxy ends TLS; whoever reaches the portal past it in the clear is sent back. Health checks ask from inside.
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A script runs only where our own template put it: 'self' would run any file of ours that somebody's markup names.
# One kind of page cannot have a nonce, see coordination.situations.views.conditional: there 'self' stands instead.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

AUTH_USER_MODEL = "actors.Person"
AUTHENTICATION_BACKENDS = [
    "coordination.signing_in.guessing.Gate",
    "coordination.signing_in.doors.FrontDoor",
    "actors.access.ObjectRights",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = [
    # actors.access.ObjectRights is guardian's backend with a memory; guardian looks for its own name only.
    "guardian.W001",
    # Browsers' built-in list takes whole domains: its owner decides, and a portal under a county's domain must not.
    "security.W021",
]
GUARDIAN_RAISE_403 = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "coordination.signing_in.doors.ClosedHouse"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# What is wrong in them is told when the portal starts: coordination.checks.
ORGANISATION_SIGN_IN = organisation_settings.read()
ACCOUNT_REAUTHENTICATION_TIMEOUT = FRESH_SECONDS
# Wrong passwords and codes are counted by axes, in the database. These are against floods from one address, where a
# whole county board may sit.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": None, "reauthenticate": "20/m/user"}

MFA_ADAPTER = "coordination.signing_in.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "coordination.signing_in.factors.CodeForm",
    "reauthenticate": "coordination.signing_in.factors.CodeAgainForm",
    "activate_totp": "coordination.signing_in.factors.AppForm",
    "add_webauthn": "coordination.signing_in.factors.PasskeyForm",
    "login_webauthn": "coordination.signing_in.factors.PasskeySignInForm",
    "authenticate_webauthn": "coordination.signing_in.factors.PasskeyStepForm",
    "reauthenticate_webauthn": "coordination.signing_in.factors.PasskeyAgainForm",
    "edit_webauthn": "coordination.signing_in.factors.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Samlad"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the administrator's
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}

# Guessing. The limits themselves, per account and per address, stand in coordination/signing_in/guessing.py.
AXES_HANDLER = "coordination.signing_in.guessing.Counting"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "coordination.signing_in.guessing.account_of"
AXES_CLIENT_IP_CALLABLE = "coordination.signing_in.address.network_of"
AXES_LOCKOUT_CALLABLE = "coordination.signing_in.guessing.locked_page"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "password", "code", "credential", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # the journal has it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "coordination.formats"  # English with 24 hours, as in Swedish
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(text("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "coordination.static_storage.GatheredFiles"
        if flag("STATIC_MANIFEST", default=True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Of the suffixes that whitenoise skips, those we have; and source maps, which only developers open.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "gif", "gz", "br", "woff", "woff2", "zip", "map", "txt"]

EMAIL_BACKEND = text("EMAIL_BACKEND", default="django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = text("EMAIL_FILE_PATH", default=str(BASE_DIR / ".portal" / "mail"))
EMAIL_HOST = text("EMAIL_HOST", default="localhost")
EMAIL_PORT = int(text("EMAIL_PORT", default="25"))
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", default="samlad@example.se")
# Where the journal's daily anchor is sent, so that it lies where the portal cannot change it. Empty: to the log only.
ANCHOR_EMAIL = words("ANCHOR_EMAIL", default="")

CELERY_BROKER_URL = queue_url(REDIS_URL)
# The highest marking that this installation takes, as its owner's classification of information says.
MAX_MARKING = one_of("MAX_MARKING", ("open", "internal", "sensitive"), default="sensitive")
# How long a compilation waits for more answers, so that ten in a minute make one (seconds).
COMPILE_GATHER_SECONDS = float(text("COMPILE_GATHER_SECONDS", default="60"))
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than any task may take: what a worker still works on must not be handed to another.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
CELERY_BEAT_SCHEDULER = "coordination.heartbeats:BeatWithHeartbeat"
CELERY_BEAT_SCHEDULE = {
    "compilations left behind are taken up again": {"task": "situations.sweep", "schedule": 10.0},
    "actors are told of what has become too old": {"task": "situations.nudge_owners", "schedule": 300.0},
    "what was to change at a stated time is looked at again": {"task": "situations.look_again", "schedule": 60.0},
    "notices that did not leave are sent": {"task": "incidents.send_notices", "schedule": 30.0},
    "requests come again and silent ones are reminded": {"task": "situations.rhythms", "schedule": 60.0},
    "deputies are told of a direction that nobody has read": {"task": "direction.escalate", "schedule": 60.0},
    "what is due in an exercise is played in": {"task": "exercises.give_injects", "schedule": 10.0},
    "links that did not leave are sent": {"task": "situations.send_links", "schedule": 30.0},
    "letters to people that did not leave are sent": {"task": "actors.send_letters", "schedule": 30.0},
    # Asked every ten minutes, done once a day: a day when the portal stood still is made good as soon as it runs.
    "the journal is anchored once a day": {"task": "journal.anchor", "schedule": 600.0},
    "memberships begin and end on their days": {"task": "actors.apply_memberships", "schedule": 600.0},
    "drills begin, and are told of beforehand": {"task": "exercises.begin_drills", "schedule": 15.0},
    "drills are ended and measured": {"task": "exercises.measure_drills", "schedule": 10.0},
    "process leaders are told of what has passed its day": {"task": "processes.remind", "schedule": 3600.0},
}

REST_FRAMEWORK = {
    # The token first: its challenge makes a call without sign-in a 401, not a 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "coordination.signing_in.doors.SideDoor",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["coordination.json_in_utc.UtcJSON"],
    "DEFAULT_PARSER_CLASSES": ["coordination.parsing.BoundedJSON"],
    "DEFAULT_FILTER_BACKENDS": ["coordination.filtering.StrictFilters"],
    "DEFAULT_PAGINATION_CLASS": "coordination.pagination.ByKey",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["coordination.throttling.Anonymous", "coordination.throttling.SignedIn"],
    "DEFAULT_THROTTLE_RATES": {
        "anonymous": text("API_RATE_ANONYMOUS", default="120/min"),
        "signed_in": text("API_RATE_SIGNED_IN", default="600/min"),
    },
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
    "EXCEPTION_HANDLER": "coordination.problems.as_problem",
    "PAGE_SIZE": 50,
    # Times leave the API in UTC, by the renderer; pages show Swedish time.
    "DATETIME_FORMAT": None,
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samlad",
    "DESCRIPTION": "Regional crisis coordination: the same rules and the same sight as the pages.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "coordination.api_schema.with_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RequestStateEnum": "coordination.situations.states.RequestState",
        "InputStateEnum": "coordination.situations.states.InputState",
        "AudienceEnum": "coordination.incidents.states.Audience",
        "GuardEnum": "coordination.situations.content.GUARD_CHOICES",
        "ConfidenceEnum": "coordination.situations.models.Confidence",
        "RhythmKindEnum": "coordination.situations.models.RhythmKind",
        "ReferenceEnum": "coordination.incidents.models.Reference",
        "ProtectionValueEnum": "coordination.direction.models.ProtectionValue",
        "NeedKindEnum": "coordination.direction.models.NeedKind",
        "NoteKindEnum": "coordination.direction.models.NoteKind",
        "MeetingKindEnum": "coordination.direction.models.MeetingKind",
        "PointKindEnum": "coordination.direction.models.PointKind",
        "NeedStateEnum": "coordination.direction.states.NeedState",
        "MeetingStateEnum": "coordination.direction.states.MeetingState",
        "CycleStateEnum": "coordination.direction.states.CycleState",
        "InfluenceStateEnum": "coordination.direction.states.InfluenceState",
        "IssueStateEnum": "coordination.direction.states.IssueState",
        "RunStateEnum": "processes.states.RunState",
        "StageStateEnum": "processes.states.StageState",
        "DeviationKindEnum": "processes.models.DeviationKind",
        "IssueKindEnum": "coordination.direction.models.IssueKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "coordination.masking.WithoutSecrets",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", default="INFO")},
}
