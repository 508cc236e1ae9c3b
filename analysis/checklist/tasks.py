from procrastinate.contrib.django import app

from analysis.checklist import rebuilding


@app.task(lock="checklist")
def look_for_names(*, language: str, names: list[str]) -> None:
    rebuilding.look_for_names(language=language, names=names)
