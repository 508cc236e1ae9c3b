from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db(transaction=True)
def test_the_index_is_built_anew_while_everything_is_read() -> None:
    output = StringIO()
    call_command("rebuild", "search", stdout=output)
    assert "PostgreSQL keeps by itself" in output.getvalue()
