"""Django's classes with the type parameters that only its stubs know."""

from typing import TYPE_CHECKING, Generic, TypeVar

from django.contrib.admin import ModelAdmin, TabularInline
from django.core.paginator import Paginator
from django.db.models import Model
from django.forms import BaseForm, BaseFormSet, ModelForm

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Model)
F = TypeVar("F", bound=BaseForm)
T = TypeVar("T")

if TYPE_CHECKING:
    DeskAdmin = ModelAdmin
    DeskForm = ModelForm
    DeskFormSet = BaseFormSet
    DeskTabularInline = TabularInline
    DeskPaginator = Paginator
else:

    class DeskAdmin(ModelAdmin, Generic[M]):
        pass

    class DeskForm(ModelForm, Generic[M]):
        pass

    class DeskFormSet(BaseFormSet, Generic[F]):
        pass

    class DeskTabularInline(TabularInline, Generic[M, P]):
        pass

    class DeskPaginator(Paginator, Generic[T]):
        pass
