"""Shape of what is typed about people and where they are reached. Rules live in the services."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.charge import roles_of
from actors.models import Actor, ActorGroup, ActorKind, ContactPoint, Membership, Person
from actors.roles import Role

DAY_ERRORS = {"invalid": _("Skriv dagen så här: 2026-03-31.")}


class Day(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], error_messages=DAY_ERRORS, **more)


class RoleForm(forms.Form):
    """A role from one day to another, both included."""

    role = forms.ChoiceField(label=_("Roll"))
    starts = Day(label=_("Från och med"))
    ends = Day(label=_("Till och med"), required=False, help_text=_("Lämna tomt om rollen gäller tills vidare."))

    def __init__(self, data: Any = None, *, roles: tuple[Role, ...]) -> None:
        super().__init__(data)
        field: Any = self.fields["role"]
        field.choices = [(role.value, role.label) for role in roles]
        self.fields["starts"].initial = timezone.localdate()


class NameForm(forms.Form):
    name = forms.CharField(label=_("Namn"), max_length=120, help_text=_("Så som andra läser det."))
    email = forms.EmailField(
        label=_("E-post"), max_length=254, help_text=_("Dit skickas länken där man väljer lösenord.")
    )


class AdmitForm(RoleForm, NameForm):
    """A new person, with her first role."""

    username = forms.CharField(
        label=_("Användarnamn"), max_length=80, help_text=_("Till exempel tib.ljusdal eller fornamn.efternamn.")
    )
    field_order = ["name", "username", "email", "role", "starts", "ends"]


class EndForm(forms.Form):
    ends = Day(label=_("Sista dag"), required=False, help_text=_("Tomt: rollen slutar nu."))


class DeputyForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Ersättare"), empty_label=_("Välj en kollega"))
    starts = Day(label=_("Från och med"))
    ends = Day(label=_("Till och med"))

    def __init__(self, data: Any = None, *, membership: Membership, me: Person) -> None:
        super().__init__(data)
        colleagues = Membership.objects.now().filter(actor=membership.actor_id).values("person_id")
        people = Person.objects.filter(pk__in=colleagues, is_active=True, is_break_glass=False)
        field: Any = self.fields["person"]
        field.queryset = people.exclude(pk__in=[membership.person_id, me.pk]).order_by("name")
        self.fields["starts"].initial = timezone.localdate()


class ContactForm(forms.Form):
    """Where a function is reached."""

    function = forms.CharField(label=_("Funktion"), max_length=60, help_text=_("TiB, ISK, VB, Drift. Aldrig ett namn."))
    phone = forms.CharField(
        label=_("Telefon"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("E-post"), required=False, help_text=_("Funktionens brevlåda, inte en persons."))
    verified = Day(label=_("Senast provad"), required=False, help_text=_("Dagen då någon ringde och fick svar."))

    def __init__(self, data: Any = None, *, point: ContactPoint | None = None) -> None:
        names = ("function", "phone", "email", "verified")
        super().__init__(data, initial={name: getattr(point, name) for name in names} if point else None)


class GroupForm(forms.Form):
    """A ready-made group. Found by words, or the county's own."""

    name = forms.CharField(label=_("Gruppens namn"), max_length=80)
    members = forms.ModelMultipleChoiceField(
        Actor.objects.none(),
        label=_("Aktörer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en aktör.")},
    )

    def __init__(self, data: Any = None, *, owner: Actor, group: ActorGroup | None = None, words: str = "") -> None:
        chosen = list(group.members.values_list("pk", flat=True)) if group else []
        super().__init__(data, initial={"name": group.name, "members": chosen} if group else None)
        register = Actor.objects.listed().exclude(pk=owner.pk).exclude(kind=ActorKind.COUNTY_BOARD)
        near = register.filter(county_id=owner.county_id) | register.filter(pk__in=chosen)
        found = register.filter(name__icontains=words)[:40] if words else []
        field: Any = self.fields["members"]
        shown = near | register.filter(pk__in=[actor.pk for actor in found])
        field.queryset = register if data else shown.order_by("kind", "sort_name")


def roles_for(actor: Actor, given: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles to choose from, in the order that the table has them."""
    return tuple(role for role in roles_of(actor) if role in given)
