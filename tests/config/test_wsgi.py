import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_a_web_process_leaves_to_the_jobs_what_only_they_need(tmp_path: Path) -> None:
    code = "import sys, config.wsgi; print(sorted({'numpy', 'typst', 'obstore'} & set(sys.modules)))"
    environment = os.environ | {"DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
