"""How a device fails, in four words that hold for every device."""


class DeviceError(Exception):
    """A device could not do what it was asked; `device` names it, the sentence says why."""

    def __init__(self, device: str, why: str) -> None:
        self.device = device
        super().__init__(f"{device}: {why}")


class Unreachable(DeviceError):
    """Nothing answers at the device's address."""


class NoReply(DeviceError):
    """The device took the bytes and did not answer in time."""


class Garbled(DeviceError):
    """The device answered bytes that its protocol sheet does not know."""
