"""What cannot be started is one sentence with its remedy, and the exit code is 1."""

import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

from coordination.running import postgres, services
from coordination.running.children import start_child, stop_child, wait_until
from coordination.running.place import Place
from coordination.running.refusals import CannotStart


def test_taken_port(start, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        refused = start()
        assert refused.until_ended() == 1
    assert f"Port {port} is taken by another program" in refused.words()
    assert f"PORT={port + 1} make run" in refused.words()
    assert "Traceback" not in refused.words()


def test_broken_data_folder(start, tmp_path):
    data = tmp_path / "portal" / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18")
    refused = start()
    assert refused.until_ended() == 1
    assert f"The data folder is broken: {data}/global/pg_control is missing." in refused.words()
    assert "Traceback" not in refused.words()
    assert refused.family() == {}


def test_wrong_configuration(start):
    refused = start(SITE_URL="http://samlad.example.se", ALLOWED_HOSTS="samlad.example.se")
    assert refused.until_ended() == 1
    assert "Write SITE_URL=https://samlad.example.se." in refused.words()
    assert "Traceback" not in refused.words()


def test_demonstration_with_production_settings(start):
    refused = start(DEMO="1", SITE_URL="https://samlad.example.se", ALLOWED_HOSTS="samlad.example.se", BEHIND_PROXY="1")
    assert refused.until_ended() == 1
    assert "Demonstration mode has known passwords and must not answer at samlad.example.se." in refused.words()


def test_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="cannot be written"):
        Place(tmp_path, tmp_path / "file" / "portal", 1).prepare()


def test_data_of_another_version(tmp_path):
    running = services.start(tmp_path, given=os.environ | {"DATABASE_URL": ""}, careless=True)
    running.stop()
    (tmp_path / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(CannotStart, match="was made by PostgreSQL 12 and this is"):
        services.start(tmp_path, given=os.environ | {"DATABASE_URL": ""}, careless=True)


def test_first_start_that_was_cut_off_is_begun_anew(tmp_path):
    half = postgres.making(tmp_path / "postgres")
    half.mkdir(mode=0o700)
    (half / "PG_VERSION").write_text("18\n")
    running = services.start(tmp_path, given=os.environ | {"DATABASE_URL": ""}, careless=True)
    running.stop()
    assert not half.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user's rights")
def test_without_user_namespaces_root_becomes_nobody(tmp_path_factory, monkeypatch):
    monkeypatch.setattr("coordination.running.children.namespaces_open", lambda user, group: False)
    folder = tempfile.mkdtemp(prefix="samlad-nobody-", dir=services.SOCKETS_IN)
    Path(folder).chmod(0o755)
    try:
        running = services.start(Path(folder), given={"REDIS_URL": "redis://unused"}, careless=True)
        try:
            assert (Path(folder) / "postgres").stat().st_uid == 65534
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder)


def test_program_that_ends_is_not_waited_for(tmp_path):
    log = tmp_path / "log"
    child = start_child(["sh", "-c", "echo why it ended; exit 3"], log=log)
    with pytest.raises(CannotStart, match=r"It ended at once \(exit code 3\)\. Its log .* ends: why it ended"):
        wait_until(lambda: False, child=child, what="It", seconds=20, log=log)


def test_every_wait_ends():
    child = start_child(["sleep", "60"], log=None)
    with pytest.raises(CannotStart, match="It did not answer within 0 seconds"):
        wait_until(lambda: False, child=child, what="It", seconds=0.2, log=None)
    stop_child(child, number=15, seconds=5)
