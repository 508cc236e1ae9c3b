"""A mail server on the loopback that takes letters, refuses addresses, or hangs up, as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """
    `refused`: what it says to an address, in capitals or not, instead of taking it ("550 5.1.1 no such user").
    `hangs_up_after`: so many letters it takes and then says nothing to, once.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.hangs_up_after: int | None = None
        self.hold = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def take(self, letter: bytes) -> bool:
        """Whether to say so."""
        with self.hold:
            self.letters.append(message_from_bytes(letter, policy=policy.default))
            hangs_up = self.hangs_up_after == len(self.letters)
            return not hangs_up

    def recipients(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        while (line := self.rfile.readline().decode().strip()) and self.goes_on(line):
            pass

    def goes_on(self, line: str) -> bool:
        verb = line[:4].upper()
        if verb == "DATA":
            return self.data()
        address = line.partition("<")[2].partition(">")[0].lower()
        self.say(self.server.refused.get(address, "250 fine") if verb == "RCPT" else "250 fine")
        return verb != "QUIT"

    def data(self) -> bool:
        self.say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if self.server.take(b"".join(lines)):
            self.say("250 taken")
            return True
        return False

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
