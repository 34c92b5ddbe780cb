"""Batches judged by several processes: a bounded number of them in flight, and no record that ends the run.

Each worker is a fresh interpreter (never a fork: the parent has threads) that opens its books once.
A thread of the parent looks after each. Where a worker dies or is silent for longer than ``LIMIT``,
its batch is judged again record by record, and the record that does it again is put aside.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Protocol

from wirebook.errors import UsageError
from wirebook.lint.batch import Engine, Outcome, singly
from wirebook.lint.tally import Tally

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from wirebook.capture import Batch
    from wirebook.lint.job import Job

__all__ = ["LIMIT", "Judges", "Pool", "cores"]

LIMIT = 300.0  # seconds for a batch, and again for each record of one that was judged again
_BYTES = 64 * 1024 * 1024  # of batches in flight; one batch may be larger
_TICK = 0.5  # seconds between two looks at the clock

_SPAWN = multiprocessing.get_context("spawn")
_LOCK = threading.Lock()  # multiprocessing keeps its list of children without one


class Judges(Protocol):
    """What a worker runs: ``Engine``, or what a test puts in its place. It has to be importable by name."""

    def work(self, batch: Batch) -> Outcome: ...


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """Some workers of one job; a context manager, for they end with it.

    engine: the parent's own, of the same job. make: what a worker makes of the job. limit: see ``LIMIT``.
    """

    def __init__(
        self, engine: Engine, jobs: int, *, make: Callable[[Job], Judges] = Engine, limit: float = LIMIT
    ) -> None:
        self._engine = engine
        self._make = make
        self._ending = False
        self._tasks: queue.SimpleQueue[tuple[int, Batch, bytes] | None] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[tuple[int, Outcome, int] | BaseException] = queue.SimpleQueue()
        self._workers = [_Worker(engine.job, make, limit) for _ in range(jobs)]
        self._threads = [threading.Thread(target=self._look_after, args=(one,), daemon=True) for one in self._workers]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *why: object) -> None:
        """End every worker at once."""
        self._ending = True
        for _ in self._threads:  # whoever takes it
            self._tasks.put(None)
        for thread, worker in zip(self._threads, self._workers, strict=True):
            while thread.is_alive():
                worker.kill()
                thread.join(0.05)

    def work(self, numbered: Iterable[tuple[int, Batch]]) -> Iterator[tuple[int, Outcome]]:
        """The outcome of each batch with its number, in the order in which they are done.

        Raises UsageError as ``Engine.work`` does, OSError where no worker can be started.
        """
        out = size = 0
        for number, batch in numbered:
            data = bytes(ForkingPickler.dumps(batch))
            while out and (out >= 2 * len(self._workers) or size + len(data) > _BYTES):
                done, outcome, weight = self._next()
                out, size = out - 1, size - weight
                yield done, outcome
            self._tasks.put((number, batch, data))
            out, size = out + 1, size + len(data)
        while out:
            done, outcome, _ = self._next()
            out -= 1
            yield done, outcome

    def _next(self) -> tuple[int, Outcome, int]:
        while True:
            try:
                told = self._told.get(timeout=_TICK)
            except queue.Empty:
                now = time.monotonic()
                for worker in self._workers:
                    if worker.due is not None and now > worker.due:
                        worker.late = True
                        worker.kill()
                continue
            if isinstance(told, BaseException):
                raise told
            return told

    # ------------------------------------------------------------ one thread for each worker

    def _look_after(self, worker: _Worker) -> None:
        try:
            while (task := self._tasks.get()) is not None and not self._ending:
                number, batch, data = task
                self._told.put((number, self._judged(worker, batch, data), len(data)))
            worker.end()
        except BaseException as problem:  # the parent is told, whatever it is
            self._told.put(problem)
            worker.kill()

    def _judged(self, worker: _Worker, batch: Batch, data: bytes) -> Outcome:
        try:
            return self._read(worker.ask(data))
        except _Lost:
            if self._ending:
                raise
        whole = Outcome(self._engine.tally())
        for one in singly(batch):
            try:
                whole.add(self._read(worker.ask(bytes(ForkingPickler.dumps(one)))))
            except _Lost as lost:
                if self._ending:
                    raise
                whole.add(self._engine.put_aside(one, str(lost)))
        return whole

    def _read(self, told: Any) -> Outcome:
        return Outcome(Tally.read(told["tally"], self._engine.books), told["rows"], told["events"])


class _Lost(Exception):
    """A worker did not answer; the text says why."""


class _Worker:
    """A process that judges one batch at a time, started anew when it is needed.

    due: when it has to have answered, None while nothing was asked. late: it was ended for that.
    """

    def __init__(self, job: Job, make: Callable[[Job], Judges], limit: float) -> None:
        self._how = job, make
        self._limit = limit
        self._process: Any = None
        self._pipe: Connection[Any, Any] | None = None
        self.due: float | None = None
        self.late = False

    def ask(self, data: bytes) -> Any:
        """What the worker says of a pickled batch; raises _Lost, UsageError, and OSError where none can be started."""
        try:
            pipe = self._pipe or self._started()
            self.due = time.monotonic() + self._limit
            pipe.send_bytes(data)
            told = pipe.recv()
        except (EOFError, OSError) as problem:
            if isinstance(problem, _Unstarted):
                raise
            raise _Lost(self._obituary()) from None
        finally:
            self.due = None
        if isinstance(told, UsageError):
            raise told
        if isinstance(told, str):
            raise _Lost(told)
        return told

    def end(self) -> None:
        """Let the process go; it ends when it finds the pipe closed."""
        if self._pipe is not None:
            self._pipe.close()
            self._buried()

    def kill(self) -> None:
        """End the process now, whatever it does."""
        with _LOCK:
            if self._process is not None:
                self._process.kill()

    def _started(self) -> Connection[Any, Any]:
        self.late = False
        self.due = time.monotonic() + LIMIT
        here, there = _SPAWN.Pipe()
        with _LOCK:
            _shield()
            self._process = _SPAWN.Process(target=_serve, args=(there, *self._how), daemon=True)
            self._process.start()
        there.close()
        self._pipe = here
        try:
            here.recv()
        except (EOFError, OSError):
            raise _Unstarted(errno.ECHILD, f"a worker cannot start: {self._obituary()}; try --jobs 1") from None
        return here

    def _obituary(self) -> str:
        """How the process ended; the next one starts with the next question."""
        if self._pipe is not None:
            self._pipe.close()
        status = self._buried()
        if self.late:
            return "no answer in time"
        if status is not None and status < 0:
            try:
                return signal.Signals(-status).name
            except ValueError:
                return f"signal {-status}"
        return f"exit status {status}"

    def _buried(self) -> int | None:
        self._pipe = None
        process = self._process
        while True:
            with _LOCK:
                process.join(0.01)
                if (status := process.exitcode) is not None:
                    self._process = None
                    found: int = status
                    return found
            time.sleep(0.01)


def _shield() -> None:
    """Let no process that this thread starts hear of Ctrl-C, from its first moment on: it is the parent's."""
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # it lets the signal through again once it has started
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class _Unstarted(OSError):
    """A worker that ended before it was ready."""


def _serve(pipe: Connection[Any, Any], job: Job, make: Callable[[Job], Judges]) -> None:
    """A worker's life: until the pipe is closed, by whom or whatever closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        judges = make(job)
        pipe.send(None)
        while True:
            pipe.send(_answer(judges, pipe.recv()))
    except (EOFError, OSError):
        return


def _answer(judges: Judges, batch: Batch) -> Any:
    try:
        outcome = judges.work(batch)
        return {"tally": outcome.tally.as_json(), "rows": outcome.rows, "events": outcome.events}
    except UsageError as problem:
        return problem
    except Exception as problem:  # of the machinery around a record; which record it was, will be found
        return type(problem).__name__
