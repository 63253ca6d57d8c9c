"""Review exports: one row is a review and, where there is one, the company's answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from recovery_nlp.readers.reading import Mapped, Reader, answered, moment
from recovery_nlp.readers.source import Head, rows_of
from recovery_nlp.records import Reject, Transcript

__all__ = ["GOOGLE_PLAY", "TRUSTPILOT"]


@dataclass(frozen=True, slots=True)
class _Columns:
    id: str
    review: str
    title: str
    reply: str
    agent: str
    name: str
    asked_at: str
    replied_at: str
    channel: str


_GOOGLE_PLAY = _Columns("reviewId", "content", "", "replyContent", "", "userName", "at", "repliedAt", "app store")
_TRUSTPILOT = _Columns(
    "reviewId",
    "reviewDescription",
    "reviewTitle",
    "reviewCompanyResponse",
    "companyName",
    "reviewer",
    "reviewDate",
    "",
    "review",
)


def _reader(name: str, title: str, columns: _Columns) -> Reader:
    def fits(head: Head) -> bool:
        return {columns.review, columns.reply} <= set(head.columns)

    def read(head: Head, mapped: Mapped) -> Iterator[Transcript | Reject]:  # noqa: ARG001  columns are known
        for place, row, raw, fault in rows_of(head.path, delimiter=head.delimiter):
            if row is None:
                yield Reject(str(head.path), place, fault, raw)
                continue
            review = row[columns.review]
            heading = row.get(columns.title, "")
            repeats = review.startswith(heading.rstrip("… "))  # Trustpilot makes titles of first words
            yield answered(
                row.get(columns.id) or place,
                customer=review if repeats else f"{heading}\n{review}",
                reply=row[columns.reply],
                agent=row.get(columns.agent, ""),
                name=row.get(columns.name, ""),
                asked_at=moment(row.get(columns.asked_at, "")),
                replied_at=moment(row.get(columns.replied_at, "")),
                channel=columns.channel,
                source=name,
            )

    return Reader(name, title, fits, read)


GOOGLE_PLAY = _reader("google-play", "Google Play reviews (content, replyContent)", _GOOGLE_PLAY)
TRUSTPILOT = _reader("trustpilot", "Trustpilot reviews (reviewDescription, reviewCompanyResponse)", _TRUSTPILOT)
