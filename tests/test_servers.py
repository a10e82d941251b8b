"""The servers that tests start must really be private, survive a kill -9 and leave nothing."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import PostgresServer, RedisServer, ServerError, program


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with RedisServer(persistent=True) as server:
        yield server


def say(server: RedisServer, words: str) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=2) as line:
        line.sendall(words.encode() + b"\r\n")
        return line.recv(100)


def test_postgres_is_utf8_and_takes_three_hundred_connections(postgres: PostgresServer) -> None:
    assert postgres.sql("SHOW server_encoding") == "UTF8"
    assert postgres.sql("SHOW max_connections") == "300"
    assert postgres.url("town") == f"postgresql://postgres@127.0.0.1:{postgres.port}/town"


def test_a_database_is_copied_from_its_template(postgres: PostgresServer) -> None:
    postgres.create_database("pattern")
    postgres.sql("CREATE TABLE boot (name text)", "pattern")
    postgres.create_database("copy", template="pattern")
    assert postgres.sql("SELECT count(*) FROM boot", "copy") == "0"
    postgres.drop_database("copy")
    with pytest.raises(ServerError, match="does not exist"):
        postgres.sql("SELECT 1", "copy")


def test_postgres_keeps_an_acknowledged_row_through_a_kill(postgres: PostgresServer) -> None:
    address = postgres.create_database("drill")
    postgres.sql("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", "drill")
    postgres.kill()
    assert not postgres.running
    postgres.start()
    assert postgres.url("drill") == address
    assert postgres.sql("SELECT n FROM kept", "drill") == "7"


def test_redis_keeps_its_append_only_file_through_a_kill(redis: RedisServer) -> None:
    assert say(redis, "SET bell 1").startswith(b"+OK")
    redis.kill()
    with pytest.raises(ConnectionError):
        say(redis, "GET bell")
    redis.start()
    assert b"1" in say(redis, "GET bell")
    redis.restart()
    assert b"1" in say(redis, "GET bell")


def test_closing_a_server_removes_its_folder() -> None:
    with RedisServer() as server:
        folder = server.folder
        assert folder.is_dir()
    assert not folder.exists()
    assert not server.running


def test_a_missing_program_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError, match="apt-get install redis-server"):
        program("redis-server", "redis-server")


def test_a_server_that_cannot_start_shows_its_log(redis: RedisServer) -> None:
    second = RedisServer()
    second.port = redis.port
    with pytest.raises(ServerError, match="bind"):
        second.__enter__()
    assert not second.folder.exists()
