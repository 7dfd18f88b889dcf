"""A Django project that decides households: settings, two pages of views, no database."""
