"""Django's classes with the type parameters that only its stubs know."""

from typing import TYPE_CHECKING, Generic, TypeVar

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.forms import BaseForm, BaseFormSet, ModelForm

M = TypeVar("M", bound=Model)
F = TypeVar("F", bound=BaseForm)

if TYPE_CHECKING:
    DeskAdmin = ModelAdmin
    DeskForm = ModelForm
    DeskFormSet = BaseFormSet
else:

    class DeskAdmin(ModelAdmin, Generic[M]):
        pass

    class DeskForm(ModelForm, Generic[M]):
        pass

    class DeskFormSet(BaseFormSet, Generic[F]):
        pass
