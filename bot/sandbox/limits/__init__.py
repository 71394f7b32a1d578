"""Slack's limits for messages and views: what would be refused, in Slack's own sentences."""

from bot.sandbox.limits.messages import Refused, message_problems, message_refusal
from bot.sandbox.limits.views import MAX_STACK, view_problems, view_too_large

__all__ = ["MAX_STACK", "Refused", "message_problems", "message_refusal", "view_problems", "view_too_large"]
