"""Settings: no database, no sessions, no templates. Nothing that is sent is kept."""

import os
import secrets
from datetime import date

ALLOWED_HOSTS = os.environ.get("OFFICE_HOSTS", "localhost,127.0.0.1").split(",")
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024  # bytes of one body
DEBUG = False
INSTALLED_APPS: list[str] = []
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.locale.LocaleMiddleware"]
ROOT_URLCONF = "office.urls"
SECRET_KEY = os.environ.get("OFFICE_SECRET_KEY") or secrets.token_urlsafe(50)  # nothing here is signed with it
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True

# Which law: the day and the place.
POVRULES_ON = os.environ.get("POVRULES_ON") or date.today().isoformat()
POVRULES_PLACE = os.environ.get("POVRULES_PLACE", "vn")
