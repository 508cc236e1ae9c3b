"""Two people at one form: each writes what they have changed on it, and takes nothing back that the other has."""

from typing import Any

from analysis.admin.generics import DeskForm, M


class OwnChangesForm(DeskForm[M]):
    """The page sends along what it showed: what still says so was left alone, and stays as it is stored by now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # A file says by itself whether it is a new one. Whatever no page of ours has sent is taken as it comes.
            is_sent_back = not self.is_bound or self.add_initial_prefix(name) in self.data
            field.show_hidden_initial = is_sent_back and not field.widget.needs_multipart_form

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.instance.pk:
            given |= {name: getattr(self.instance, name) for name in given.keys() & self._left_alone()}
        return given

    def _left_alone(self) -> set[str]:
        """Of the columns: not what only the form asks for."""
        columns = {field.name for field in self.instance._meta.concrete_fields}
        shown = {name for name, field in self.fields.items() if field.show_hidden_initial}
        return columns & shown - set(self.changed_data)
