"""The base of every error of ours."""


class LongwaveError(Exception):
    """Longwave refuses this or cannot do it."""

    hint: str | None = None

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or type(self).__name__).splitlines()[0].rstrip("."))
