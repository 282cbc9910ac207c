"""Reading of the environment: which database and cache, and what is missing in production."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured


def database_from_url(url: str) -> dict[str, Any]:
    """Return Django's settings of a PostgreSQL database named by `postgresql://user:password@host:port/name?…`.

    A `host` in the query (a socket folder) wins over the one before the port. Raises ImproperlyConfigured
    for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {**query, "pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }


def cache_from_url(url: str) -> dict[str, Any]:
    """Return Django's settings of a cache in the Redis or Valkey at `url`."""
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "KEY_PREFIX": "epso"}


def broker_from_url(url: str) -> str:
    """Return the address of the task queue beside the cache at `url`: the database numbered one higher.

    So a cache that is emptied loses no task. A server with one database needs BROKER_URL instead.
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{int(parts.path.strip('/') or 0) + 1}"))


def required(explanations: dict[str, str]) -> dict[str, str]:
    """Return the values of the variables named. Raises one ImproperlyConfigured for all that are missing."""
    missing = [f"{name} is not set: {why}" for name, why in explanations.items() if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured("The site cannot start.\n" + "\n".join(missing))
    return {name: os.environ[name] for name in explanations}


def eu_login_from(issuer: str, *, client_id: str, secret: str) -> dict[str, Any]:
    """Return allauth's settings of EU Login at `issuer`; nothing where it is not set."""
    if not issuer:
        return {}
    app = {
        "provider_id": "eu-login",
        "name": "EU Login",
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def origins(address: str) -> list[str]:
    """Return the scheme and host of an address, as a content security policy names it; nothing for none."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
