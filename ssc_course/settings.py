"""Settings. What differs between installations comes from the environment (see the README's table)."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from ssc_course.environment import LOOPBACK, Environment, SecretKeyFile

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# What an operator sets
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "", "50 characters or more, on one line", r"\S{50,}")
SECRET_KEY = SECRET_KEY or SecretKeyFile(DATA_DIR / "secret-key").read()
HOST = env.text(
    "HOST", "127.0.0.1", "an address to listen on, such as 127.0.0.1 or 0.0.0.0", r"[0-9A-Za-z.:_-]+"
)
PORT = env.whole("PORT", 8000, least=1, most=65535)
WORKERS = env.whole("WORKERS", 1, least=1, most=64)
PUBLIC_URL = env.public_url("PUBLIC_URL", f"http://127.0.0.1:{PORT}")
HTTPS = PUBLIC_URL.scheme == "https"
PUBLIC_HOST = PUBLIC_URL.hostname or ""
IS_LOOPBACK = PUBLIC_HOST in LOOPBACK  # only this machine is served
# Probes and the operator's own browser come by a loopback name.
ALLOWED_HOSTS = [
    *env.hosts("ALLOWED_HOSTS", [f"[{PUBLIC_HOST}]" if ":" in PUBLIC_HOST else PUBLIC_HOST]),
    *(f"[{host}]" if ":" in host else host for host in sorted(LOOPBACK)),
]
# The server speaks http, so an https address means that one proxy at least stands before it.
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", int(HTTPS), least=0, most=9)
HSTS_SECONDS = env.whole("HSTS_SECONDS", 365 * 86400, least=0, most=10 * 365 * 86400)
LOG_LEVEL = env.text("LOG_LEVEL", "WARNING", "DEBUG, INFO, WARNING or ERROR", "DEBUG|INFO|WARNING|ERROR")

# Databases
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "ssc.sqlite3", BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # In the database, for allauth's limits must hold over all threads, workers and servers.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Past it a third is dropped and those limits forget; chosen far above what a school's day makes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Apps
INSTALLED_APPS = [
    "ssc_course",
    "study",
    "cohorts",
    "authoring",
    "quizzes",
    "lessons",
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]
MIDDLEWARE = [
    "ssc_course.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "ssc_course.middleware.OnlyUtf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.GuestMiddleware",
    "ssc_course.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "ssc_course.urls"
WSGI_APPLICATION = "ssc_course.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Who a person is
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
GUEST_WORK_URL_NAME = "study:guest_work"  # asks whose a guest's work is; accounts knows no page downstream
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one takes the place of the old when confirmed
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USER_DISPLAY = "accounts.models.shown_name"
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # a guest counts as signed in, and may sign in all the same
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_URL.scheme
ACCOUNT_RATE_LIMITS = {
    # Strict for one account, generous for one address: a whole class sits behind one.
    "login": "300/m/ip",
    "login_failed": "300/m/ip,5/5m/key",
    "signup": "200/m/ip",
    "reset_password": "60/m/ip,3/m/key",
    "reset_password_from_key": "60/m/ip",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Global South and SSC"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s, for phones whose clock is off
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Cookies and transport follow from PUBLIC_URL: see docs/operators.md
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_AGE = 365 * 86400  # a guest comes back after the holidays and finds everything
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "ssc_course.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.geturl()]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come by http
SECURE_HSTS_SECONDS = HSTS_SECONDS if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# A form holds short answers; only an author's page holds more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Mail: without a server it goes to files, and pages that depend on it say so
MAILERS = {"default": env.mailer("EMAIL_URL", DATA_DIR / "mail")}
MAIL_GOES_TO_FILES = MAILERS["default"]["BACKEND"] == "ssc_course.mail.MailFiles"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"course@{PUBLIC_HOST}", "an e-mail address", r"[^@]+@[^@\s]+")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Words and time
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["ssc_course.formats"]
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept on a server's disk
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600  # names without a hash, such as /favicon.ico: a new one is seen within the hour

# Logs
LOGGING_CONFIG = "ssc_course.logs.configure"
LOGGING = {"level": LOG_LEVEL, "debug": DEBUG}
