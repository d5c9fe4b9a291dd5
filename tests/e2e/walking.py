"""Walks a tutorial as it is written. Each numbered step must be understood here: prose that cannot be done is refused.

Steps in a browser are numbered lines; steps in a terminal are `console` blocks, with what they print said just below.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.product import READY_WITHIN, ROOT, Product, free_port
from tests.e2e.story import mail_to
from tests.e2e.visits import sign_in

_STEP = re.compile(r"^\d+\. (.+)$", re.M)
_BLOCK = re.compile(r"^```console( background)?\n(.*?)^```$(.*?)(?=^```|^#|\Z)", re.M | re.S)
_PRINTS = re.compile(r"It prints `([^`]+)`")
_CODE = re.compile(r"^([A-Z0-9]{6,10})$", re.M)


def steps(page: Path) -> list[str]:
    """The numbered steps of a tutorial, in order."""
    return _STEP.findall(page.read_text(encoding="utf-8"))


@dataclass
class Walker:
    """Somebody who does in a browser what each step says. `paper` is any PDF."""

    page: Page
    product: Product
    paper: Path

    def walk(self, tutorial: Path) -> int:
        """Do every step; returns how many there were."""
        done = 0
        for step in steps(tutorial):
            act, words = self._understood(step)
            try:
                act(*words)
            except Exception as error:
                raise AssertionError(f"{tutorial.name}: “{step}” cannot be done at {self.page.url}\n{error}") from error
            done += 1
        return done

    def _understood(self, step: str) -> tuple[Callable[..., None], tuple[str, ...]]:
        for pattern, act in self._acts():
            if match := re.fullmatch(pattern, step):
                return act, match.groups()
        raise AssertionError(f"no machine understands “{step}”: say it as the other steps, or outside the list")

    def _acts(self) -> list[tuple[str, Callable[..., None]]]:
        return [
            (r"Open `(/[^`]*)`\.", self._open),
            (r"Sign in as \*\*(.+)\*\*\.", self._sign_in),
            (r"Press « (.+) »\.", self._press),
            (r"Choose « (.+) »\.", lambda label: self._label(label).check(force=True)),
            (r"Type \*(.+)\* under « (.+) »\.", self._type),
            (r"Type \*(.+)\* under « (.+) » and take the first suggestion\.", self._suggested),
            (r"Type the code of the newest mail to \*(.+)\* under « (.+) »\.", self._code),
            (r"Give a PDF for « (.+) »\.", self._give),
            (r"Give the key file of \*\*(.+)\*\*\.", self._key),
            (r"Open the file of \*(.+)\*\.", self._file),
            (r"Read « (.+) »\.", self._read),
            (r"Read back \*(.+)\*\.?", self._read),
        ]

    def _open(self, address: str) -> None:
        self.page.goto(address, wait_until="networkidle")

    def _sign_in(self, name: str) -> None:
        sign_in(self.page, self.product.person(name.lower().replace(" ", ".")))

    def _press(self, words: str) -> None:
        """A button or a link that bears these words; the page that follows is waited for."""
        buttons = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        buttons.first.click()
        self.page.wait_for_load_state("load")

    def _label(self, label: str) -> Locator:
        exact = self.page.get_by_label(label, exact=True)
        return exact.first if exact.count() else self.page.get_by_label(label).first

    def _type(self, words: str, label: str) -> None:
        self._label(label).fill(words)

    def _suggested(self, words: str, label: str) -> None:
        self._type(words, label)
        self.page.get_by_role("option").first.click()

    def _code(self, address: str, label: str) -> None:
        code = _CODE.search(mail_to(self.page, address, "code")["text"])
        assert code, "the mail holds no code"
        self._type(code[1], label)

    def _give(self, label: str) -> None:
        form = self.page.locator("form", has=self.page.get_by_label(re.compile(rf"\({label}\)"))).last
        form.locator("input[type=file]").set_input_files(self.paper)
        section = self.page.locator("section", has=self.page.get_by_role("heading", name=label))
        expect(section.get_by_text("Retirer").first).to_be_visible()

    def _key(self, name: str) -> None:
        person = self.product.person(name.lower().replace(" ", "."))
        self.page.locator("input[type=file]").set_input_files(person.key_file)
        self.page.locator("input[type=password]").fill(person.key_passphrase)

    def _file(self, name: str) -> None:
        self.page.locator("main tr", has_text=name).get_by_role("link").first.click()
        self.page.wait_for_load_state("load")

    def _read(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


@dataclass
class Terminal:
    """Runs the console blocks of a tutorial in a folder. `mob` and `curl` are all it knows; nothing leaves this machine."""

    folder: Path
    environment: dict[str, str]
    address: str = ""
    _key: str = ""
    _background: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def walk(self, tutorial: Path) -> int:
        """Run every command, and find in what a block prints all that the page says it does."""
        done = 0
        try:
            for background, commands, after in _BLOCK.findall(tutorial.read_text(encoding="utf-8")):
                lines = commands.strip().splitlines()
                printed = "".join(self._run(shlex.split(line), bool(background)) for line in lines)
                for words in _PRINTS.findall(after):
                    assert words in printed, f"{tutorial.name}: {lines} does not print {words!r} but\n{printed[-2000:]}"
                done += len(lines)
        finally:
            self._end()
        return done

    def _run(self, words: list[str], background: bool) -> str:
        name, *rest = words
        if name == "export":
            variable, _, value = rest[0].partition("=")
            self.environment[variable] = str(self.folder / value) if variable == "MOB_HOME" else value
            return ""
        assert name in ("mob", "curl"), f"{name}: no machine runs this"
        if name == "curl":
            return self._fetch(rest)
        command = [sys.executable, "-m", "mob", *(self._key if word == "age1…" else word for word in rest)]
        return self._start(command) if background else self._finish(command)

    def _finish(self, command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{command[3:]} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        if key := re.search(r"\bage1[0-9a-z]{50,}", done.stdout):
            self._key = key[0]
        return done.stdout

    def _start(self, command: list[str]) -> str:
        port = str(free_port())
        self.address = f"http://localhost:{port}"
        command = [port if word == "8000" else word for word in command]
        with (self.folder / "serve.log").open("wb") as log:
            started = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        self._background.append(started)
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and started.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=2):
                    return ""
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"{command[3:]} is not ready:\n{(self.folder / 'serve.log').read_text(errors='replace')}")

    def _fetch(self, words: list[str]) -> str:
        """`curl -s ADDRESS` prints what is there; `curl -sI ADDRESS` the status, and follows nothing."""
        option, address = words
        path = address.removeprefix("http://localhost:8000")
        opener = urllib.request.build_opener(*([_Stays()] if option == "-sI" else []))
        try:
            with opener.open(self.address + path, timeout=20) as answer:
                return f"{answer.status}\n" if option == "-sI" else answer.read().decode("utf-8-sig")
        except urllib.error.HTTPError as error:
            if option != "-sI":
                raise
            return f"{error.code}\n"

    def _end(self) -> None:
        for process in self._background:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows no redirection."""

    def redirect_request(self, *_args: object) -> None:
        return None


def environment(**settings: str) -> dict[str, str]:
    """This machine's, without settings of the tests', for commands of a tutorial."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOB_", "DJANGO_", "PYTHON"))}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"} | settings
