"""
Texts that strain a page: fifty words of title and one, no picture, ten authors, a trend with nothing in it.

For a demonstration and the tests, never for a publication that somebody reads.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from analysis import publishing
from analysis.models import Article, Author, Byline, Image, Language, Topic

LONG = {
    Language.ENGLISH: "On what they are to say of the law as it is, and of it as it was to be, if in the end the "
    "two of us and all of you do go on as if it had not been so, or as if no one had to do it at all",
    Language.RUSSIAN: "О высококвалифицированных представителях межведомственной комиссии по делам несовершеннолетних "
    "и о её административно-территориальном переустройстве с точки зрения налогоплательщиков",
    Language.BELARUSIAN: "Пра высокакваліфікаваных прадстаўнікоў міжведамаснай камісіі і пра яе адміністрацыйна-"
    "тэрытарыяльнае ўладкаванне з пункту гледжання падаткаплацельшчыкаў, а таксама ўсіх іншых",
}
SHORT = {Language.ENGLISH: "No", Language.RUSSIAN: "Нет", Language.BELARUSIAN: "Не"}
NAMES = (
    *("Maximiliana von Hohenstein-Wartenberg", "Ó Súilleabháin", "Li", "Žofia Křížová", "Ann-Charlotte Fjällström"),
    *("Васіль Нядзвецкі-Ўладыкін", "J. R. R. T. Abernathy", "Ōta Yūko", "Łucja Świętosławska", "Mo"),
)


def strain() -> None:
    """Does nothing where it has been done."""
    if Topic.objects.filter(slug="awkward").exists():
        return
    topic = Topic.objects.create(slug="awkward", name_en="Awkward " * 14, position=90)
    Topic.objects.create(slug="nothing-yet", name_en="Nothing yet", is_trend=True, position=91)
    authors = [Author.objects.create(slug=f"awkward-{n}", name_en=name) for n, name in enumerate(NAMES)]
    at = timezone.now() - timedelta(hours=2)
    for language in Language:
        long = made(topic, language, at=at, slug="long", title=LONG[language], standfirst=LONG[language] * 3)
        for position, author in enumerate(authors):
            Byline.objects.create(article=long, author=author, position=position)
        long.tags.set([f"a rather long tag no. {number}" for number in range(12)])
        short = made(topic, language, at=at, slug="short", title=SHORT[language], lead_image=Image.objects.first())
        for article in (long, short):
            publishing.publish(article=article, by=None, at=at)


def made(topic: Topic, language: Language, *, at: datetime, slug: str, **fields: Any) -> Article:
    word = "verfassungs" * 9
    quote = f"<blockquote><p><em>{LONG[Language.BELARUSIAN]}</em></p></blockquote>"
    body = f"<p>{fields['title']} {word}</p>{quote}<table><tr>{f'<td>{word}</td>' * 4}</tr></table>"
    fields |= {"language": language, "slug": f"{slug}-{language}", "body": body}
    article = Article.objects.create(**fields)
    article.set_topics([(topic, True)])
    return article
