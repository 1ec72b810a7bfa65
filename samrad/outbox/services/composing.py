"""A letter in Markdown as a mail: text, HTML that old mail programs show, and the text to keep.

    compose_mail(subject="Kvitto", body="Tack, **Kören**.", sender="Region Kronoberg",
                 from_address="samrad@…", secrets=[token])

A paragraph that is nothing but a link becomes a button. `secrets` are tokens that stand in the
body; they are masked in the text that is kept.
"""

import re
from collections.abc import Sequence
from email.utils import formataddr
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from samrad.core.markdown import letter_to_html, to_text
from samrad.core.text import one_line
from samrad.outbox.services.delivering import Rendered

MASK: Final = "•••"
_BUTTON_ALONE: Final = re.compile(r'<p><a href="([^"]*)"[^>]*>(.*?)</a></p>', re.DOTALL)
_TAG: Final = re.compile(r"<(p|h2|h3|h4|ul|ol|li|blockquote|a|table|th|td|hr)(?=[ >/])")
# Mail programs read styles in the tags and little else; the colours are those of the site.
_STYLES: Final = {
    "p": "margin:0 0 16px",
    "h2": "margin:28px 0 8px;font-size:20px;line-height:1.3",
    "h3": "margin:24px 0 8px;font-size:18px;line-height:1.3",
    "h4": "margin:20px 0 8px;font-size:16px;line-height:1.3",
    "ul": "margin:0 0 16px;padding:0 0 0 24px",
    "ol": "margin:0 0 16px;padding:0 0 0 24px",
    "li": "margin:0 0 6px",
    "blockquote": "margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #c5bbbc",
    "a": "color:#941043",
    "table": "border-collapse:collapse;margin:0 0 16px",
    "th": "text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #c5bbbc",
    "td": "padding:4px 12px 4px 0;border-bottom:1px solid #c5bbbc",
    "hr": "border:0;border-top:1px solid #c5bbbc;margin:24px 0",
}
_BUTTON: Final = (
    '<table role="presentation" style="margin:0 0 20px"><tr>'
    '<td style="background:#941043;border-radius:6px">'
    '<a href="{href}" style="display:inline-block;padding:14px 24px;color:#ffffff;'
    'font-weight:bold;text-decoration:none">{words}</a></td></tr></table>'
)


def _styled(html: str) -> str:
    buttons: list[str] = []

    def keep_button(found: re.Match[str]) -> str:
        buttons.append(_BUTTON.format(href=found.group(1), words=found.group(2)))
        return f"\0{len(buttons) - 1}\0"

    html = _BUTTON_ALONE.sub(keep_button, html)
    html = _TAG.sub(lambda tag: f'<{tag.group(1)} style="{_STYLES[tag.group(1)]}"', html)
    return re.sub(r"\0(\d+)\0", lambda place: buttons[int(place.group(1))], html)


def compose_mail(
    *,
    subject: str,
    body: str,
    sender: str,
    from_address: str,
    reply_to: str = "",
    foot: str = "",
    secrets: Sequence[str] = (),
    attachments: Sequence[tuple[str, bytes, str]] = (),
) -> Rendered:
    """Return the mail. `body` and `foot` are Markdown; `sender` is the name people see."""
    subject = one_line(subject)
    text = to_text(body) + (f"\n-- \n{to_text(foot)}" if foot else "")
    context = {
        "subject": subject,
        "sender": sender,
        "body": mark_safe(_styled(letter_to_html(body))),  # noqa: S308 -- cleaned by nh3
        "foot": mark_safe(_styled(letter_to_html(foot))),  # noqa: S308 -- cleaned by nh3
    }
    kept = text
    for secret in secrets:
        kept = kept.replace(secret, MASK)
    return Rendered(
        subject=subject,
        text=text,
        html=render_to_string("outbox/mail/letter.html", context),
        archived_text=kept,
        from_email=formataddr((one_line(sender), from_address)),
        reply_to=reply_to,
        attachments=tuple(attachments),
    )
