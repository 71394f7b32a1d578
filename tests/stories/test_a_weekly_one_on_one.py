"""Ana and Bob hold their weekly 1-on-1."""

from tests.stage import Stage, everything_in


async def test_a_week_of_a_one_on_one_from_the_first_topic_to_the_carry_over(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    assert "every week on Tuesday at 10:00" in stage.last("bob").text

    answer = await stage.command("ana", "/1on1", "add @bob How do we split the on-call?")
    assert "Added to your 1-on-1 with Bob" in answer.text
    await stage.command("bob", "/1on1", "add @ana Budget for the conference")

    await stage.travel(hours=4)
    prep = stage.last("ana", "Prepare your 1-on-1 with Bob")
    assert "How do we split the on-call?" in everything_in(prep)
    assert "Budget for the conference" in everything_in(prep)
    assert "Nothing to discuss" in everything_in(prep)

    await stage.travel(hours=20, minutes=59)
    start = stage.last("ana", "Discussed")
    await stage.click("ana", start, "Discussed", row="How do we split the on-call?")
    await stage.command("ana", "/1on1", "note @bob private Ask again in spring")
    await stage.command("bob", "/1on1", "action @ana Send the draft for @ana by fri")

    await stage.travel(minutes=45)
    await stage.click("bob", stage.last("bob", "Done"), "Done")
    recap = everything_in(stage.last("ana", "Recap"))
    assert "How do we split the on-call?" in recap
    assert "Ask again in spring" in recap
    assert "Send the draft" in recap
    assert "Carried over (1)" in recap
    assert not any("Ask again in spring" in everything_in(message) for message in stage.person("bob").dm)

    await stage.travel(days=6)
    prep = everything_in(stage.last("ana", "Prepare your 1-on-1 with Bob"))
    assert "Budget for the conference" in prep
    assert "arried over" in prep
    assert "How do we split the on-call?" not in prep
    assert stage.count("ana", "Due today") == 1
