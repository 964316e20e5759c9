"""Where an actor's function is reached."""

import pytest
from django.core.management import CommandError, call_command

from actors.models import Actor, ContactPoint

pytestmark = pytest.mark.django_db


def test_a_function_gets_its_telephone_and_keeps_it_when_the_mail_is_set():
    call_command("set_contact", actor="kommun-2161", function="TiB", phone="070-174 06 15")
    call_command("set_contact", actor="kommun-2161", function="TiB", email="tib@ljusdal.example.se")
    point = ContactPoint.objects.get(actor=Actor.objects.get(key="kommun-2161"))
    assert (point.phone, point.email) == ("070-174 06 15", "tib@ljusdal.example.se")


def test_an_unknown_actor_or_a_broken_address_is_a_sentence():
    with pytest.raises(CommandError, match="no actor"):
        call_command("set_contact", actor="kommun-9999", function="TiB")
    with pytest.raises(CommandError):
        call_command("set_contact", actor="kommun-2161", function="TiB", email="ingen adress")
    assert not ContactPoint.objects.filter(actor__key="kommun-2161").exists()
