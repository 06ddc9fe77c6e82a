"""Logging: one line of JSON per event on standard error, with the request's id and never with personal data.

What may be logged is decided twice: nobody passes a body or a query string to a logger, and a processor
drops what slipped in under a known name or shape.
"""

import re
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

PERSONAL_KEYS = frozenset(
    "address authorization body ciphertext code contact cookie cookies csrfmiddlewaretoken data email files"
    " form headers id_number identity ip ip_address message mobile name note params password phone plaintext"
    " post query query_code query_string remark reply session session_key text title token".split()
)
HIDDEN = "[hidden]"
_SHAPES = (
    re.compile(r"(?<=\?)[^\s\"']+"),  # a query string
    re.compile(r"(?<![\w.-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # an e-mail address
    re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d{9}(?![0-9A-Za-z])"),  # a mobile number
    re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"),  # a resident identity number
)


def without_personal_shapes(text: str) -> str:
    """`text` with query strings, e-mail addresses, mobile and identity numbers hidden."""
    for shape in _SHAPES:
        text = shape.sub(HIDDEN, text)
    return text


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_personal_shapes(value)
    if isinstance(value, dict):
        return {k: HIDDEN if str(k).lower() in PERSONAL_KEYS else _clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def hide_personal_data(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """structlog processor: drop known keys, hide known shapes in what remains, tracebacks included.

    The status `code` that the request log writes is a number and stays.
    """
    for key, value in list(event.items()):
        if key.lower() in PERSONAL_KEYS and not isinstance(value, int):
            event[key] = HIDDEN
        elif not key.startswith("_"):
            event[key] = _clean(value)
    return event


def processors() -> list[Processor]:
    """What every record goes through, whether it comes from structlog or from a library's own logger."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(allow=()),
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
        hide_personal_data,
    ]


def configure(*, level: str, readable: bool) -> dict[str, Any]:
    """Set up structlog and return Django's LOGGING. `readable` prints for a person instead of JSON."""
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        # What the level leaves out costs nothing: the request middleware speaks twice, and is heard once.
        processors=[
            structlog.stdlib.filter_by_level,
            *processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"one_line": _formatter(renderer)},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "one_line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # The request middleware already says every answer with its status.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "propagate": False},
            "fontTools": {"level": "WARNING"},
            # What it says of a damaged file may quote the file.
            "pikepdf": {"level": "CRITICAL"},
        },
    }


def _formatter(renderer: Processor) -> dict[str, Any]:
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": processors(),
    }
