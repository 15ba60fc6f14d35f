"""A program that answers one question after another and may die of any of them.

In: the path of a program that reads and writes frames (a 4-byte length and bytes), its arguments.
Out: `Child`, whose `ask` gives the answer, or says that the program died or took too long; the
next question then finds a new one.
"""

import contextlib
import os
import struct
import subprocess
import sys
import threading
import weakref
from pathlib import Path

_LENGTH = struct.Struct(">I")


class ChildDied(Exception):
    """The program ended, or was ended, over a question; the text says how."""


class Child:
    """A program that is started when it is first asked; safe to use from several threads."""

    def __init__(self, program: Path, *arguments: object) -> None:
        # Isolated mode: neither the folder of the articles nor this package shadows a module.
        self._command = [sys.executable, "-I", str(program), *map(str, arguments)]
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes]], Child] | None = None
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def ask(self, question: bytes, *, seconds: float) -> bytes:
        """Return the answer to a question.

        Raises:
            ChildDied: there was none within so many seconds of wall time.
        """
        if self._owner != os.getpid():  # a fork of ours: the pipes belong to another process
            self._forget()
        with self._lock:
            process = self._running()
            # A pipe has no time limit, but it ends when the program is killed.
            timer = threading.Timer(seconds, process.kill)
            timer.start()
            done = False
            try:
                answer = _exchange(process, question)
                done = True
            except OSError as error:
                raise ChildDied("the program died, or took too long") from error
            finally:
                timer.cancel()
                if not done:
                    self.close()
        return answer

    def close(self) -> None:
        """End the program; the next question starts another."""
        self._process = None
        if self._finalizer is not None:
            self._finalizer()

    def _forget(self) -> None:
        """Leave the program to the process that started it."""
        if self._finalizer is not None:
            self._finalizer.detach()
        self._process, self._lock, self._owner = None, threading.Lock(), os.getpid()

    def _running(self) -> "subprocess.Popen[bytes]":
        """Return the program, started if there is none."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - a fixed program of ours
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._finalizer = weakref.finalize(self, _end, self._process)
        return self._process


def _exchange(process: "subprocess.Popen[bytes]", question: bytes) -> bytes:
    """Send a question and return the answer; OSError where the program ended before."""
    if process.stdin is None or process.stdout is None:
        raise OSError("it has no pipes")
    # The program reads a question whole before it answers, so this does not lock up.
    process.stdin.write(_LENGTH.pack(len(question)) + question)
    process.stdin.flush()
    head = process.stdout.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 1
    answer = process.stdout.read(size)
    if len(answer) < size:
        raise OSError("its answer is not whole")
    return answer


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a program and close its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
