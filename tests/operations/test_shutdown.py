"""A signal to stop asks the application to stop, and nothing more."""

import asyncio
import os
import signal

import pytest

from bot.operations.shutdown import stopping_on_signals


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_calls_stop_and_the_process_goes_on(number: signal.Signals) -> None:
    stopped = asyncio.Event()
    with stopping_on_signals(stopped.set):
        os.kill(os.getpid(), number)
        await asyncio.wait_for(stopped.wait(), 5)


async def test_afterwards_signals_mean_what_they_meant_before() -> None:
    with stopping_on_signals(lambda: None):
        pass
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
