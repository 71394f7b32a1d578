"""The first key encrypts, every key decrypts, and a new first key takes over what the old one kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ContentUnreadable
from bot.storage.keyring import Keyring

OLD, NEW = Keyring.new_key(), Keyring.new_key()
ANY_TEXT = st.text(st.characters(codec=None), max_size=50)


@given(ANY_TEXT)
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert Keyring([OLD]).decrypt(Keyring([OLD]).encrypt(text)) == text


def test_half_an_emoji_is_kept_as_it_came() -> None:
    assert Keyring([OLD]).decrypt(Keyring([OLD]).encrypt("\ud83d")) == "\ud83d"


def test_a_new_key_is_put_first_and_the_old_one_still_opens() -> None:
    token = Keyring([OLD]).encrypt("words")
    assert Keyring([NEW, OLD]).decrypt(token) == "words"


def test_what_is_rotated_opens_without_the_old_key() -> None:
    token = Keyring([NEW, OLD]).rotate(Keyring([OLD]).encrypt("words"))
    assert Keyring([NEW]).decrypt(token) == "words"
    with pytest.raises(ContentUnreadable):
        Keyring([OLD]).decrypt(token)


def test_new_content_is_under_the_first_key() -> None:
    with pytest.raises(ContentUnreadable):
        Keyring([OLD]).decrypt(Keyring([NEW, OLD]).encrypt("words"))


def test_what_no_key_opens_is_refused_and_not_repeated() -> None:
    for token in ("", "words", "gAAAAABnonsense", Keyring([NEW]).encrypt("words")):
        with pytest.raises(ContentUnreadable) as refused:
            Keyring([OLD]).decrypt(token)
        assert not token or token not in str(refused.value)


def test_one_changed_letter_makes_a_token_unreadable() -> None:
    token = Keyring([OLD]).encrypt("words")
    forged = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    with pytest.raises(ContentUnreadable):
        Keyring([OLD]).decrypt(forged)


def test_two_new_keys_differ() -> None:
    assert Keyring.new_key() != Keyring.new_key()
