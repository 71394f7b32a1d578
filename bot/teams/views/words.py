"""What is said about a channel in which nothing can be said: beneath its name in a window, and in a message."""

from bot.teams.rules import Trouble

BENEATH = {
    Trouble.NOT_INVITED: "I can’t post there yet: invite me there with /invite @Drumbeat.",
    Trouble.NOT_FOUND: (
        "I can’t find it: it is private and I am not in it, or it is gone. "
        "Invite me there with /invite @Drumbeat, or choose another channel."
    ),
    Trouble.ARCHIVED: "It is archived, so I can’t post there. Please choose another channel.",
    Trouble.CLOSED: "I am not allowed to post there. Please let me, or choose another channel.",
}
TOLD = {
    Trouble.NOT_INVITED: (
        "I can’t post in {channel}: invite me there with `/invite @Drumbeat`. "
        "What waits is posted as soon as I am in."
    ),
    Trouble.NOT_FOUND: (
        "I can’t post in {channel}: it is private and I am not in it, or it is gone. Invite me there with "
        "`/invite @Drumbeat`, or choose another channel with *Change team…*"
    ),
    Trouble.ARCHIVED: "I can’t post in {channel}: it is archived. Choose another channel with *Change team…*",
    Trouble.CLOSED: (
        "I can’t post in {channel}: only some people may. Let me, or choose another channel with *Change team…*"
    ),
}
SETTLED = "I could not post in {channel}. That is settled now."
