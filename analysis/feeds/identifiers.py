"""Names for things that outlive their titles and addresses: tag URIs (RFC 4151)."""

from urllib.parse import urlsplit

from django.conf import settings

# A year in which the host was ours. Changing it would show every text to every subscriber anew.
YEAR = 2026


def identifier(*parts: str | int) -> str:
    """`tag:weekly.example.org,2026:article/12`"""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{YEAR}:{'/'.join(map(str, parts))}"
