"""People who type: each asks, waits for the answer, and asks again at a pace of their own, from a process of their own.

Threads of one process would wait for each other rather than for the server, and people in step would all ask at once.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

from bench.site import SEED, Request


def typing(port: int, asked: Sequence[Request], people: int, pause: float) -> list[float]:
    """Let so many people ask it all, a share each; answers how long each answer took, in seconds.

    `pause` is the mean time between an answer and the next question. Raises SystemExit unless every answer is a 200.
    """
    with ProcessPoolExecutor(people, mp_context=get_context("fork")) as processes:
        shares = [processes.submit(_one, port, asked[each::people], pause, each) for each in range(people)]
        return [took for share in shares for took in share.result()]


def _one(port: int, asked: Sequence[Request], pause: float, number: int) -> list[float]:
    pace, took = Random(SEED + number), list[float]()  # noqa: S311 - the same pace at every run, and no secret
    time.sleep(pause * pace.random())
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for each in asked:
            began = time.perf_counter()
            _ask(connection, port, each)
            took.append(time.perf_counter() - began)
            time.sleep(pause * pace.uniform(0.5, 1.5))
    return took


def _ask(connection: socket.socket, port: int, asked: Request) -> None:
    cookie = f"Cookie: {asked.cookie}\r\n" if asked.cookie else ""
    connection.sendall(f"GET {asked.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{cookie}\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    if b" 200 " not in lines[0]:
        raise SystemExit(f"{asked.path} answered {lines[0].decode()}.")
    length = next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))
    while len(body) < length:
        body += _more(connection)


def _more(connection: socket.socket) -> bytes:
    found = connection.recv(65536)
    if not found:
        raise SystemExit("The server hung up.")
    return found
