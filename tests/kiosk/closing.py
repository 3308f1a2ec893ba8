"""What a window manager sends to a window on Alt+F4: the polite request to close."""

import ctypes
from ctypes.util import find_library

CLIENT_MESSAGE = 33


class _Message(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest_of_an_event", ctypes.c_long * 24),
    ]


def ask_to_close(display: str, window: int) -> None:
    """Ask `window` on X display `display` to close."""
    x = ctypes.CDLL(find_library("X11"))
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    line = ctypes.c_void_p(x.XOpenDisplay(display.encode()))
    message = _Message(CLIENT_MESSAGE, 0, 1, line.value, window, x.XInternAtom(line, b"WM_PROTOCOLS", 0), 32)
    message.data[0] = x.XInternAtom(line, b"WM_DELETE_WINDOW", 0)
    assert x.XSendEvent(line, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    x.XSync(line, 0)
    x.XCloseDisplay(line)
