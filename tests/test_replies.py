from hypothesis import given
from hypothesis import strategies as st

from recovery_nlp.records import Transcript, Turn
from recovery_nlp.replies import join, replies

turns = st.lists(
    st.builds(
        Turn,
        id=st.uuids().map(str),
        speaker=st.sampled_from(["agent", "customer", "bot", "system"]),
        author=st.sampled_from(["Ana", "Bo"]),
        text=st.text(max_size=20),
        public=st.booleans(),
    ),
    max_size=12,
).map(tuple)


def said(*turns: tuple[str, str]) -> Transcript:
    return Transcript("c", tuple(Turn(str(place), speaker, "Ana", text) for place, (speaker, text) in enumerate(turns)))  # type: ignore[arg-type]


def test_what_one_agent_writes_in_a_row_is_one_reply() -> None:
    found = list(
        join(
            said(
                ("customer", "Hi"),
                ("agent", "Hello."),
                ("agent", "One moment."),
                ("customer", "Ok"),
                ("agent", "Done."),
            )
        )
    )
    assert [reply.text for reply in found] == ["Hello.\nOne moment.", "Done."]
    assert found[0].turn_ids == (("1", 0), ("2", 7))


def test_no_join_scores_each() -> None:
    found = list(join(said(("agent", "Hello."), ("agent", "One moment.")), joined=False))
    assert [reply.text for reply in found] == ["Hello.", "One moment."]


def test_a_system_line_parts_two_replies() -> None:
    assert len(list(join(said(("agent", "Hello."), ("system", "on hold"), ("agent", "Back."))))) == 2


def test_a_private_note_is_no_reply() -> None:
    note = Transcript("c", (Turn("1", "agent", "Ana", "He is lying.", public=False),))
    assert list(join(note)) == []


def test_reply_knows_what_was_said_before() -> None:
    (first, second) = join(
        said(("customer", "Late!"), ("agent", "Sorry."), ("customer", "And now?"), ("agent", "On its way."))
    )
    assert first.asked == "Late!"
    assert second.asked == "And now?"
    assert [turn.text for turn in second.before] == ["Late!", "Sorry.", "And now?"]


@given(turns)
def test_offsets_lead_back_to_the_turns(turns: tuple[Turn, ...]) -> None:
    by_id = {turn.id: turn.text for turn in turns}
    for reply in join(Transcript("c", turns)):
        for turn_id, offset in reply.turn_ids:
            assert reply.text[offset : offset + len(by_id[turn_id])] == by_id[turn_id]


@given(turns)
def test_no_public_word_of_an_agent_is_lost(turns: tuple[Turn, ...]) -> None:
    wanted = [turn.id for turn in turns if turn.speaker == "agent" and turn.public and turn.text.strip()]
    for joined in (True, False):
        found = [name for reply in join(Transcript("c", turns), joined=joined) for name, _ in reply.turn_ids]
        assert found == wanted


def test_language_is_heard_on_all_that_one_agent_wrote() -> None:
    transcript = said(
        ("agent", "Bonjour madame, je regarde votre dossier tout de suite."), ("customer", "Merci"), ("agent", "Ok")
    )
    assert [reply.language for reply in replies([transcript])] == ["fr", "fr"]
