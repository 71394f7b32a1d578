"""What each thing the bot offers may be handed, id by id: whoever adds one has to say here what it takes.

`{item}`, `{note}` and so on stand for ids of Ana and Bob, `{mine}` for the forger's own 1-on-1.
"""

ITEM, OCCURRENCE, PAIR = ("{item}",), ("{occurrence}",), ("{one_on_one}",)
OVER = tuple(f"\n{window}" for window in ("one_on_one.agenda\n{occurrence}", "one_on_one.history\n{one_on_one}"))
"""Metadata of a form that claims to have been opened from a window of theirs."""

ACTIONS: dict[str, tuple[str, ...]] = {
    "one_on_one.discuss": ITEM,
    "one_on_one.drop": ITEM,
    "one_on_one.reopen": ITEM,
    "one_on_one.take_back": ITEM,
    "one_on_one.item": tuple(f"{what}:{{item}}" for what in ("discuss", "drop", "reopen", "up", "down", "edit")),
    "one_on_one.use_question": ("{offer}",),
    "one_on_one.suggest": OCCURRENCE,
    "one_on_one.nothing": OCCURRENCE,
    "one_on_one.cancel": OCCURRENCE,
    "one_on_one.skip": OCCURRENCE,
    "one_on_one.agree_cancel": OCCURRENCE,
    "one_on_one.keep": OCCURRENCE,
    "one_on_one.worth:yes": OCCURRENCE,
    "one_on_one.feel:3": OCCURRENCE,
    "one_on_one.done": OCCURRENCE,
    "one_on_one.not_held": OCCURRENCE,
    "one_on_one.move_to": ("{occurrence}:2026-03-12",),
    "one_on_one.note": ("edit:{note}", "delete:{note}"),
    "one_on_one.action": tuple(f"{what}:{{action}}" for what in ("edit", "done", "reopen", "drop")),
    "action_item.done": ("{action}",),
    "action_item.reopen": ("{action}",),
    "action_item.undo": ("{action}",),
    "one_on_one.agenda": PAIR,
    "one_on_one.agenda_page": ("{one_on_one}:0", "{one_on_one}:1"),
    "one_on_one.history": PAIR,
    "one_on_one.page": ("{one_on_one}:0", "{one_on_one}:{occurrence}", "{mine}:{occurrence}"),
    "one_on_one.add_topic": PAIR,
    "one_on_one.add_note": OCCURRENCE,
    "one_on_one.add_action": OCCURRENCE,
    "one_on_one.reschedule": OCCURRENCE,
    "one_on_one.settings": PAIR,
    "one_on_one.pause": PAIR,
    "one_on_one.handover": PAIR,
    "one_on_one.resume": PAIR,
    "one_on_one.keep_going": PAIR,
    "one_on_one.new": (),
    "one_on_one.more": tuple(
        f"{what}:{{one_on_one}}"
        for what in ("agenda", "history", "settings", "pause", "end", "resume", "skip", "handover")
    ),
    "one_on_one.coverage": (),
    "questions.page:open": (),
    "questions.add": (),
    "questions.edit": (),
    "questions.hide": (),
    "questions.show": (),
    # Of teams; tests/blockers and tests/opportunities press all of these from outside of the team.
    **dict.fromkeys(
        (
            *("blocker.resolve", "blocker.reopen", "blocker.still", "blocker.take_back", "blocker.list"),
            *("blocker.page", "blocker.show", "blocker.new", "blocker.edit"),
            *("opportunity.list", "opportunity.page", "opportunity.show", "opportunity.new"),
            *("opportunity.edit", "opportunity.take_back"),
        ),
        (),
    ),
    "form.open": ("{draft}",),
    "home.away": (),
    "home.away_cancel": ("{absence}",),
    "home.calendar": (),
    "home.why": (),
    "home.why_page": (),
    "home.help": (),
    "home.send_again": ("{post}",),
}

FORMS: dict[str, tuple[str, ...]] = {
    "one_on_one.new_form": (),
    "one_on_one.settings_form": PAIR,
    "one_on_one.add_topic": OVER,
    "one_on_one.edit_topic": ITEM,
    "one_on_one.handover": (*PAIR, "{mine}"),
    "one_on_one.note": (*OCCURRENCE, ""),
    "one_on_one.edit_note": ("{note}",),
    "one_on_one.action_form": (*OCCURRENCE, ""),
    "one_on_one.edit_action": ("{action}",),
    "one_on_one.move": OCCURRENCE,
    "one_on_one.pause_form": PAIR,
    "one_on_one.end_form": PAIR,
    "one_on_one.history": PAIR,
    "questions.form": (),
    **dict.fromkeys(("blocker.form", "blocker.edit_form", "opportunity.form", "opportunity.edit_form"), ()),
    "home.away_form": OVER,
    "home.calendar_form": (),
}

COMMANDS: dict[str, tuple[str, ...]] = {
    "/1on1": ("", "help", "{item}"),
    "/1on1 with": ("<@{bob}>", "<@{bob}> weekly Tue 10:00"),
    "/1on1 add": ("<@{bob}> x", "x", "{one_on_one}"),
    "/1on1 agenda": ("<@{bob}>", "<@{ana}>", "@Ana", "", "{one_on_one}"),
    "/1on1 note": ("<@{bob}> x", "<@{bob}>", "<@{ana}> private x"),
    "/1on1 action": ("<@{bob}> x for <@{ana}>", "<@{ana}> x", "x for <@{ana}>"),
    "/1on1 history": ("<@{bob}>", "<@{ana}>", "@Bob", "{one_on_one}"),
    "/1on1 move": ("<@{bob}>", "<@{ana}>"),
    "/1on1 skip": ("<@{bob}>", "<@{ana}>"),
    "/1on1 pause": ("<@{bob}>", "<@{ana}> until 20 Mar"),
    "/1on1 resume": ("<@{bob}>", "<@{ana}>"),
    "/1on1 end": ("<@{bob}>", "<@{ana}>"),
    "/standup blockers": ("", "x"),
    "/standup blocker": ("", "x"),
    "/sprint opportunities": ("", "x"),
    "/sprint opportunity": ("", "x"),
}

SHORTCUTS = ("add_to_agenda", "new_agenda_item", "log_opportunity")

EVENTS = ("user_change", "team_join", "tokens_revoked", "app_uninstalled", "app_home_opened")
