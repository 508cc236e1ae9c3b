"""The port of `serve`, from its first moment on."""

import socket

import pytest

from config.serving.listening import PortTakenError, bind


def test_of_two_that_start_at_once_one_has_the_port() -> None:
    """Though neither listens yet: the other would find out when all of its start is done."""
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortTakenError):
            bind("127.0.0.1", port)


def test_what_a_server_has_left_is_no_hindrance_and_one_has_the_port_all_the_same() -> None:
    with bind("127.0.0.1", 0) as server:
        address = server.getsockname()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
        server.listen()
        with socket.create_connection(address) as reader:
            server.accept()[0].close()
            assert reader.recv(1) == b""
    with bind(*address), pytest.raises(PortTakenError):
        bind(*address)
