"""Two people at one form: each writes what they have changed on it, and nobody overrules the other unknowingly."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.utils.formats import localize
from django.utils.translation import gettext as _

from analysis.admin.generics import DeskForm, M
from analysis.admin.instants import in_words
from analysis.admin.logged import in_words as as_logged
from analysis.models import AuditEntry


class OwnChangesForm(DeskForm[M]):
    """
    The page sends along what it showed: what still says so was left alone, and stays as it is stored by now. Where
    both have changed a field, whoever comes second is told, and has seen it when the form comes again.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # A file says by itself whether it is a new one. Whatever no page of ours has sent is taken as it comes.
            is_sent_back = not self.is_bound or self.add_initial_prefix(name) in self.data
            field.show_hidden_initial = is_sent_back and not field.widget.needs_multipart_form

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk:
            self._hold()
        super().full_clean()

    def _hold(self) -> None:
        """Until the transaction ends, and as the row stands now: of two saves at once one comes second."""
        held = self._meta.model._base_manager.select_for_update(of=("self",), no_key=True)
        self.instance.refresh_from_db(from_queryset=held)
        self.initial.update(model_to_dict(self.instance, self.fields))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.instance.pk:
            given |= {name: getattr(self.instance, name) for name in given.keys() & self._left_alone()}
            for name in given.keys() & self._shown() & set(self.changed_data):
                self._require_seen(name, given[name])
        return given

    def _left_alone(self) -> set[str]:
        return self._shown() - set(self.changed_data)

    def _shown(self) -> set[str]:
        """Of the columns: not what only the form asks for."""
        columns = {field.name for field in self.instance._meta.concrete_fields}
        return columns & {name for name, field in self.fields.items() if field.show_hidden_initial}

    # --- What somebody else has changed -------------------------------------------------------------------------

    def _require_seen(self, name: str, given: Any) -> None:
        stored = self._read(name, self._stored(name))
        if stored not in (comparable(given), self._read(name, self.data[self.add_initial_prefix(name)])):
            self.add_error(name, self._told(name))
            self._show_now(name)

    def _stored(self, name: str) -> Any:
        return self.fields[name].prepare_value(self.initial[name])

    def _read(self, name: str, written: Any) -> Any:
        try:
            return comparable(self.fields[name].to_python(written))
        except ValidationError:
            return None

    def _show_now(self, name: str) -> None:
        """What the page shows next, and sends along: whoever saves once more means it."""
        now = self.fields[name].hidden_widget().format_value(self._stored(name))
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which a request does not let change
        self.data[self.add_initial_prefix(name)] = now or ""  # type: ignore[index]

    def _told(self, name: str) -> list[str]:
        now = self._in_words(name)
        said = _("It says now: “%(now)s”.") % {"now": now} if now else _("It is empty now.")
        insist = _("Save once more to put yours in its place.")
        return [self._who(name), f"{said} {insist}"]

    def _who(self, name: str) -> str:
        entry = self._logged(name)
        if not entry or not entry.by:
            return _("Somebody has changed this since you opened the page.")
        told = {"who": entry.by, "instant": in_words(entry.at)}
        return _("%(who)s changed this on %(instant)s, after you had opened the page.") % told

    def _logged(self, name: str) -> AuditEntry | None:
        """The change that made it what it is; none where it came by another way."""
        about = {"subject_type": self.instance._meta.model_name, "subject_id": self.instance.pk}
        entry = AuditEntry.objects.filter(**about, after__has_key=name).select_related("by").first()
        now = as_logged(self._read(name, self._stored(name)))
        return entry if entry and comparable(entry.after[name]) == now else None

    def _in_words(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name)
        if isinstance(value, list):
            return "\n".join(value)
        return "" if value is None else str(localize(value))


def comparable(value: Any) -> Any:
    """A browser sends lines that end otherwise than those that came by another way."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
