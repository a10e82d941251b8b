"""A renderer that hangs, eats memory or dies harms nobody, and the next document is made."""

import asyncio
import io
import json
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from app.gateways.paper import subprocess_press
from app.gateways.paper.labels import LabelFacts, LabelOrder
from app.gateways.paper.press import PaperFailed
from app.gateways.paper.subprocess_press import MEMORY_BYTES, SubprocessPress
from app.templating import Templates
from tests.unit.gateways.test_paper import darkest, pages

URL = "https://boot.marlow.example/b/8f2kX0Qm3nVt7LpZr5wYcA"
ROOT = Path(__file__).resolve().parents[3]
SHORT = LabelFacts("City of Marlow Parking", "Red Boot 01", URL, "+1 519 555 0142", 3)
SINGLE = LabelOrder()
# Answers as the child does: with what it is told to say.
SAY = "import os, sys; say = lambda text: os.write(1, b'+' + len(text).to_bytes(4, 'big') + text);"


@pytest.fixture
async def press(templates: Templates) -> AsyncIterator[SubprocessPress]:
    press = SubprocessPress(templates)
    yield press
    await press.close()


def child_of(press: SubprocessPress) -> int:
    assert press.child_pid is not None
    return press.child_pid


def wait_for(note: Path) -> None:
    for _ in range(400):
        if note.exists() and note.read_text():
            return
        time.sleep(0.02)


def stubborn(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_whoever_waits_for_a_code_comes_before_paper(press: SubprocessPress) -> None:
    await press.labels([SHORT], SINGLE)
    assert os.getpriority(os.PRIO_PROCESS, child_of(press)) == min(19, os.nice(0) + 10)


async def test_paper_is_made_where_the_machine_forbids_to_give_way(
    press: SubprocessPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    assert (await press.labels([SHORT], SINGLE)).startswith(b"%PDF")


async def test_a_renderer_that_hangs_is_killed_in_time(
    templates: Templates, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    hang = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    press = SubprocessPress(templates, timeout_seconds=1, command=stubborn(hang))
    began = time.monotonic()
    with pytest.raises(PaperFailed, match="took too long"):
        await press.labels([SHORT], SINGLE)
    assert time.monotonic() - began < 10
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_a_job_nobody_waits_for_any_more_leaves_no_child(
    templates: Templates, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    hang = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    job = asyncio.ensure_future(
        SubprocessPress(templates, command=stubborn(hang)).labels([SHORT], SINGLE)
    )
    async with asyncio.timeout(10):
        await asyncio.to_thread(wait_for, note)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_a_renderer_that_eats_memory_is_stopped_and_the_next_document_is_made(
    templates: Templates,
) -> None:
    press = SubprocessPress(templates, memory_bytes=400_000_000)
    before = await press.labels([SHORT], SINGLE)
    with pytest.raises(PaperFailed, match="too much memory"):
        await press._ask({"do": "page", "html": "x" * 100_000_000})
    assert await press.labels([SHORT], SINGLE) == before
    await press.close()


async def test_a_renderer_without_room_to_start_says_so(templates: Templates) -> None:
    with pytest.raises(PaperFailed) as failure:
        await SubprocessPress(templates, memory_bytes=40_000_000).labels([SHORT], SINGLE)
    assert failure.value.detail


async def test_a_renderer_killed_from_outside_is_replaced(press: SubprocessPress) -> None:
    before = await press.labels([SHORT], SINGLE)
    os.kill(child_of(press), 9)
    for _ in range(2):
        try:
            after = await press.labels([SHORT], SINGLE)
        except PaperFailed:
            # It died in the middle of this one.
            continue
        assert after == before
        break
    else:
        raise AssertionError("no second renderer was started")


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
async def test_a_word_meant_for_the_worker_does_not_end_the_document_being_made(
    press: SubprocessPress, word: signal.Signals
) -> None:
    """Ctrl-C and a stopped service reach every process at once; the worker decides."""
    before = await press.labels([SHORT], SINGLE)
    child = child_of(press)
    os.kill(child, word)
    await asyncio.sleep(0.3)
    assert await press.labels([SHORT], SINGLE) == before
    assert child_of(press) == child


async def test_one_child_prints_one_document_after_the_other(press: SubprocessPress) -> None:
    began = time.monotonic()
    await press.labels([SHORT], SINGLE)
    first, child = time.monotonic() - began, child_of(press)
    began = time.monotonic()
    await press.labels([SHORT], SINGLE)
    assert child_of(press) == child
    assert time.monotonic() - began < first / 2


async def test_after_many_documents_a_new_process_takes_over(
    press: SubprocessPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess_press, "_MOST_DOCUMENTS", 2)
    await press.labels([SHORT], SINGLE)
    first = child_of(press)
    await press.labels([SHORT], SINGLE)
    assert press.child_pid is None
    await press.labels([SHORT], SINGLE)
    assert child_of(press) != first


async def test_a_hung_rendering_is_killed_and_the_next_one_works(
    templates: Templates, tmp_path: Path
) -> None:
    """The first process hangs at its first question; any other is the true one."""
    once = tmp_path / "hung"
    trap = (
        "import pathlib, runpy, sys, time; sys.path.insert(0, '.');"
        f" mark = pathlib.Path({str(once)!r}); hang = not mark.exists(); mark.touch();"
        " hang and time.sleep(60);"
        " runpy.run_module('app.gateways.paper.render', run_name='__main__')"
    )
    press = SubprocessPress(templates, timeout_seconds=8, command=stubborn(trap))
    with pytest.raises(PaperFailed, match="took too long"):
        await press.labels([SHORT], SINGLE)
    assert (await press.labels([SHORT], SINGLE)).startswith(b"%PDF-")
    await press.close()


async def test_work_that_is_stopped_half_way_leaves_the_child_ready(
    press: SubprocessPress,
) -> None:
    told = []

    async def enough(count: int) -> None:
        told.append(count)
        if count > 100:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        await press.labels([SHORT] * 350, SINGLE, drawn=enough)
    child = child_of(press)
    assert told == [100, 200]
    pdf = await press.labels([SHORT], SINGLE)
    assert child_of(press) == child
    assert pdf.count(b"%%EOF") == 1
    assert len(pdf) < 30_000


async def test_missing_libraries_say_what_to_install(templates: Templates) -> None:
    missing = "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    with pytest.raises(PaperFailed) as failure:
        await SubprocessPress(templates, command=stubborn(missing)).labels([SHORT], SINGLE)
    assert "libpangoft2-1.0-0" in failure.value.next_step
    assert "libpango-1.0-0" in failure.value.detail


@pytest.mark.parametrize(
    "code",
    ["print('hello there')", "raise SystemExit(3)", "", f"{SAY} [say(b'no') for _ in 'abc']"],
)
async def test_what_is_no_pdf_is_never_handed_on(templates: Templates, code: str) -> None:
    with pytest.raises(PaperFailed):
        await SubprocessPress(templates, command=stubborn(code)).labels([SHORT], SINGLE)


async def test_the_child_sees_none_of_our_secrets(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAL_KEYS", "very secret")
    tell = f"{SAY} [say(b'%PDF-' + ' '.join(os.environ).encode()) for _ in 'abc']"
    press = SubprocessPress(templates, command=stubborn(tell))
    told = await press.labels([SHORT], SINGLE)
    await press.close()
    assert b"PATH" in told
    assert b"SEAL_KEYS" not in told


def test_paper_fetches_nothing(tmp_path: Path) -> None:
    def rendered(source: str) -> int:
        job = json.dumps({"do": "page", "html": f'<img src="{source}" width="200">'}).encode()
        done = subprocess.run(
            [sys.executable, "-m", "app.gateways.paper.render", str(MEMORY_BYTES)],
            input=struct.pack(">I", len(job)) + job,
            capture_output=True,
            cwd=ROOT,
            check=True,
        )
        [page, *_] = pages(done.stdout[5:], tmp_path)
        return darkest(page)

    black = io.BytesIO()
    Image.new("L", (50, 50), 0).save(black, "PNG")
    (tmp_path / "black.png").write_bytes(black.getvalue())
    assert rendered((tmp_path / "black.png").as_uri()) == 255
    assert rendered("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>") == 255


def test_nothing_but_the_child_imports_the_renderer() -> None:
    code = (
        "import sys, app.main, app.tasks;"
        "print('weasyprint' in sys.modules or 'pydyf' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True
    )
    assert done.stdout.strip() == "False"
