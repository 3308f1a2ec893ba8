"""A kiosk does what it is told once, whatever becomes of its answers, and begins anew only when that is known."""

import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from kiosk.work.orders import Answer, Orders
from server.client.commands import Commands
from server.rules.errors import Refusal
from server.wire.orders import Order, OrderDone


class Server(Commands):
    """What a kiosk asks, answered here: answers in `lost` never arrive, an order waits until it is answered."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9", "")
        self.wanted: list[Order] = []
        self.lost = 0
        self.asked = 0
        self.heard: SimpleQueue[tuple[str, OrderDone]] = SimpleQueue()

    def orders(self) -> tuple[Order, ...]:
        self.asked += 1
        if self.asked == 1:
            raise Refusal("unreachable")
        return tuple(self.wanted)

    def order_done(self, order: str, done: OrderDone) -> None:
        if self.lost:
            self.lost -= 1
            raise Refusal("unreachable")
        self.wanted = [each for each in self.wanted if each.id != order]
        self.heard.put((order, done))


class Kiosk:
    def __init__(self) -> None:
        self.server = Server()
        self.did: list[str] = []
        self.anew = threading.Event()
        self.orders = Orders(self.server, self.do, self.anew.set)

    def do(self, order: Order, answer: Answer) -> None:
        self.did.append(order.id)
        if order.id == "breaks":
            raise KeyError(order.id)
        done = OrderDone("begins_anew") if order.kind == "restart" else OrderDone("printed", 42)
        # From another thread, as a printer answers.
        thread = threading.Thread(target=answer, args=(done,))
        thread.start()
        thread.join()


@pytest.fixture
def kiosk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kiosk]:
    monkeypatch.setattr("kiosk.work.orders.EVERY", 0.02)
    made = Kiosk()
    yield made
    made.orders.close()


def test_an_order_is_done_once_and_answered_until_that_is_heard(kiosk: Kiosk) -> None:
    kiosk.server.wanted, kiosk.server.lost = [Order("a", "print", 60)], 3
    kiosk.orders.start()
    assert kiosk.server.heard.get(timeout=20) == ("a", OrderDone("printed", 42))
    assert kiosk.did == ["a"]
    assert not kiosk.anew.is_set()


def test_it_begins_anew_once_the_server_knows(kiosk: Kiosk) -> None:
    kiosk.server.wanted, kiosk.server.lost = [Order("b", "restart", 60)], 2
    kiosk.orders.start()
    assert kiosk.anew.wait(20)
    assert kiosk.server.heard.get(timeout=20) == ("b", OrderDone("begins_anew"))
    assert kiosk.did == ["b"]


def test_one_that_breaks_is_the_end_of_that_one(kiosk: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    kiosk.server.wanted = [Order("breaks", "print", 60), Order("c", "print", 60)]
    kiosk.orders.start()
    assert kiosk.server.heard.get(timeout=20)[0] == "c"
    assert kiosk.did == ["breaks", "c"]
    assert [record.name for record in caplog.records] == ["kiosk.work"]
