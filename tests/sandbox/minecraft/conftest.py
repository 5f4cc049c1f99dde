"""The program as a child process, and the sandbox's page it links to."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from minecraft_program import Page, Program, Start
from websockets.asyncio.server import serve


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Start the program with some flags; it is ended with the test."""
    async with AsyncExitStack() as life:

        async def start_one(*flags: str, **environment: str) -> Program:
            program = await Program.start(*flags, **environment)
            life.push_async_callback(program.end)
            return program

        yield start_one


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """The page, listening."""
    page = Page()
    async with serve(page.serve, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        page.url = f"ws://127.0.0.1:{port}/minecraft"
        yield page
