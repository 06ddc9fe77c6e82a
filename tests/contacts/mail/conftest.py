"""A post office: Debian's Dovecot as the IMAP server, and an SMTP server that puts what it is given into its boxes."""

from __future__ import annotations

import grp
import json
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imap_tools import MailBoxUnencrypted

from casework import outbox
from contacts.mail import fetching
from contacts.models import Mailbox, MailMessage
from feedback.identity import seal_words
from tests.conftest import IN_CI
from tests.factories import County

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NO_DOVECOT = "no Dovecot on this machine (apt-get install dovecot-imapd)"
PASSWORD = "secret-of-the-box"
RELAY = "relay.example"
_CONFIG = """
base_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{home}/mail/%u
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


_OAUTH = """
introspection_mode = auth
introspection_url = http://127.0.0.1:{port}/
username_attribute = user
active_attribute = active
active_value = true
"""
TOKEN = "token-of-an-hour"


class _Provider(BaseHTTPRequestHandler):
    """Tells Dovecot whose an access token is: of ``user`` where it is ``TOKEN``, with the user's name added to it."""

    def do_GET(self) -> None:
        token, _dot, user = self.headers["Authorization"].removeprefix("Bearer ").partition("~")
        body = json.dumps({"user": user, "active": token == TOKEN}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Nothing on the terminal."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certify(home: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody but itself vouches for; returns it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office of the tests")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = made.add_extension(address, critical=False).sign(key, hashes.SHA256())
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (home / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (home / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return home / "cert.pem"


class PostOffice:
    """Every address has a box; those of the relay domain share the portal's."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.tls_port = home, _free_port(), _free_port()
        self.authority = certify(home)
        self._owner = pwd.getpwnam("mail") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.catch_all = ""
        self._numbers = count(1)
        self.provider = ThreadingHTTPServer(("127.0.0.1", 0), _Provider)
        threading.Thread(target=self.provider.serve_forever, daemon=True).start()
        self._start()
        self.smtp = Controller(self, hostname="127.0.0.1", port=_free_port(), data_size_limit=2**27)
        self.smtp.start()

    def _start(self) -> None:
        (self.home / "mail").mkdir()
        self.home.chmod(0o755)
        self._own(self.home / "mail")
        config = self.home / "dovecot.conf"
        group = grp.getgrgid(self._owner.pw_gid).gr_name
        (self.home / "oauth2.conf").write_text(_OAUTH.format(port=self.provider.server_port))
        told = {"home": self.home, "user": self._owner.pw_name, "group": group}
        config.write_text(_CONFIG.format(port=self.port, tls_port=self.tls_port, password=PASSWORD, **told))
        self.server = subprocess.Popen([str(DOVECOT), "-F", "-c", str(config)], start_new_session=True)
        ends = time.monotonic() + 15
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail(f"Dovecot did not start: {(self.home / 'log').read_text()}")

    def _own(self, path: Path) -> None:
        if os.getuid() == 0:
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def stop(self) -> None:
        self.smtp.stop()
        self.provider.shutdown()
        self.server.terminate()
        self.server.wait(10)

    # --- Delivering -------------------------------------------------------------------------------------
    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        for address in envelope.rcpt_tos:
            self.put(address, envelope.content)
        return "250 OK"

    def put(self, address: str, raw: bytes) -> None:
        """Into the box of ``address``, as the last mail server on the way does."""
        user = self.catch_all if address.endswith(f"@{RELAY}") else address
        box = self.home / "mail" / user
        for folder in (box, *(box / name for name in ("tmp", "new", "cur"))):
            if not folder.exists():
                folder.mkdir()
                self._own(folder)
        name = f"{time.time_ns()}.{next(self._numbers)}.test"
        (box / "tmp" / name).write_bytes(raw)
        self._own(box / "tmp" / name)
        (box / "tmp" / name).rename(box / "new" / name)

    def send(self, message: EmailMessage | bytes, *, to: str = "", sender: str = "wang@163.example") -> None:
        """From a mail program, by SMTP."""
        raw = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
        given = to or str(EmailMessage.get(message, "To", ""))  # type: ignore[arg-type]
        with smtplib.SMTP("127.0.0.1", self.smtp.port) as server:
            server.sendmail(sender, [given], raw)

    def empty(self) -> None:
        for box in (self.home / "mail").iterdir():
            shutil.rmtree(box)

    def read(self, address: str, folder: str = "INBOX") -> list[Any]:
        """What lies in a folder, in order."""
        with MailBoxUnencrypted("127.0.0.1", self.port).login(address, PASSWORD, folder) as box:
            return list(box.fetch(mark_seen=False))


@pytest.fixture(scope="session")
def _post_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:
    if DOVECOT is None:
        pytest.fail(
            f"These tests are required here, and there is {NO_DOVECOT}.", pytrace=False
        ) if IN_CI else None
        pytest.skip(NO_DOVECOT)
    home = Path("/tmp") / f"post-{os.getpid()}"  # a socket's path may have 108 characters
    home.mkdir()
    office = PostOffice(home)
    yield office
    office.stop()
    shutil.rmtree(home, ignore_errors=True)


_boxes = count(1)


class Portal:
    """A county with a mailbox on the post office, and the portal's own hands: fetch, and send what is owed."""

    def __init__(self, post: PostOffice) -> None:
        self.post, self.county = post, County()
        post.empty()
        self.address = f"office{next(_boxes)}.{os.getpid()}@county.example"
        post.catch_all = self.address
        self.mailbox = Mailbox.objects.create(
            congress=self.county.congress,
            address=self.address,
            host="127.0.0.1",
            port=post.port,
            security="none",
            user=self.address,
            sealed=seal_words(PASSWORD),
            done_folder="Done",
        )

    def fetch(self) -> int:
        self.mailbox.refresh_from_db()
        taken = fetching.fetch(self.mailbox)
        self.mailbox.refresh_from_db()
        assert self.mailbox.last_error == ""
        return taken

    def take(self, message: EmailMessage | bytes, **how: str) -> MailMessage:
        """Send it, fetch it; the row that was made of it."""
        self.post.send(message, **({"to": self.address} | how))
        assert self.fetch() == 1
        return MailMessage.objects.order_by("pk").last()  # type: ignore[return-value]

    def tell(self) -> None:
        """Send every notice that is owed."""
        outbox.drain("feedback.notify")
        outbox.drain("feedback.notify_staff")


@pytest.fixture
def portal(_post_office: PostOffice, db: None, settings: Any, tmp_path: Path) -> Portal:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _post_office.smtp.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.PORTAL_NOTICE_BACKENDS = {
        "email": "feedback.notice_backends.Email",
        "sms": "feedback.notice_backends.Nowhere",
    }
    settings.PORTAL_RELAY_DOMAIN = RELAY
    settings.MEDIA_ROOT = tmp_path
    return Portal(_post_office)


def letter(words: str = "石桥村的路灯坏了三天,晚上看不见路。", **headers: str) -> EmailMessage:
    """A plain mail of Wang's, in UTF-8."""
    message = EmailMessage()
    given = {
        "From": "王秀兰 <wang@163.example>",
        "Subject": "路灯坏了",
        "Message-ID": f"<{time.time_ns()}@163.example>",
        "To": "office@county.example",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value:
            message[name] = value
    message.set_content(words)
    return message


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [one for one in terminalreporter.stats.get("skipped", []) if NO_DOVECOT in str(one.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests of e-mail did not run: {NO_DOVECOT}.", yellow=True)
