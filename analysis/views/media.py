from django.http import HttpRequest, HttpResponse


def rendition(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse("stub")


def image(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse("stub")
