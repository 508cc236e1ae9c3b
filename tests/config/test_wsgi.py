import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from gunicorn.config import Config
from gunicorn.http import RequestParser
from gunicorn.http.wsgi import create

from config import gunicorn

PROXY = ("192.0.2.1", 40_000)


def test_a_web_process_leaves_to_the_jobs_what_only_they_need(tmp_path: Path) -> None:
    code = "import sys, config.wsgi; print(sorted({'numpy', 'typst', 'obstore'} & set(sys.modules)))"
    environment = os.environ | {"DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("header", ["SCRIPT_NAME: /topics", "SCRIPT_NAME: /elsewhere", "PATH_INFO: /admin/"])
def test_no_header_moves_the_site_to_another_path_though_a_trusted_proxy_passes_it_on(header: str) -> None:
    asked = environ_of(f"GET /topics/ HTTP/1.1\r\nHost: weekly.example\r\n{header}\r\n\r\n")
    assert (asked["SCRIPT_NAME"], asked["PATH_INFO"]) == ("", "/topics/")
    assert not {"HTTP_SCRIPT_NAME", "HTTP_PATH_INFO"} & set(asked)


def environ_of(request: str) -> dict[str, Any]:
    """As the web server with our settings gives it to the site, when a trusted proxy sends it."""
    configuration = Config()
    for name in configuration.settings.keys() & vars(gunicorn).keys():
        configuration.set(name, getattr(gunicorn, name))
    configuration.set("forwarded_allow_ips", PROXY[0])
    parsed = next(RequestParser(configuration, [request.encode()], PROXY))
    _response, environ = create(parsed, None, PROXY, ("192.0.2.2", 80), configuration)
    return dict(environ)
