"""A mail to whoever looks after devices: plain text, one address, headers that nobody can add to."""

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from config.alerting import Alerts
from server.rules.errors import Refusal

SECONDS: Final = 10.0
LONGEST: Final = 254
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


class MailFailed(Exception):
    """A mail was not taken; the text says why."""


def read_mail_address(typed: str) -> str:
    """Return one mail address; raises `Refusal` mail_unfit for anything else, and for more than one."""
    text = typed.strip()
    if len(text) > LONGEST or _ADDRESS.fullmatch(text) is None:
        raise Refusal("mail_unfit")
    return text


def letter(to: str, subject: str, text: str, settings: Alerts) -> EmailMessage:
    """Return a mail; what stands in the subject is one line, whatever devices are called."""
    made = EmailMessage(policy=SMTP)
    made["From"] = settings.mail_from
    made["To"] = to
    made["Subject"] = " ".join("".join(each if each.isprintable() else " " for each in subject).split())[:200]
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made


def post(mail: EmailMessage, settings: Alerts) -> None:
    """Hand a mail to the server of the settings; raises `MailFailed`."""
    if not settings.mail_server or not settings.mail_from:
        raise MailFailed("no mail server is set in banshi.toml")
    try:
        secure = ssl.create_default_context()
        if settings.mail_security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.mail_server, settings.mail_port, timeout=SECONDS, context=secure
            )
        else:
            line = smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=SECONDS)
        with line:
            if settings.mail_security == "starttls":
                line.starttls(context=secure)
            if settings.mail_user:
                line.login(settings.mail_user, settings.mail_password)
            line.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailed(str(error) or type(error).__name__) from error
