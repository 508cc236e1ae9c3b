from django.http import HttpRequest, HttpResponse


def tag(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse("stub")
