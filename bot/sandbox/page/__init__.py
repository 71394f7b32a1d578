"""The sandbox in a browser: one plain page to use the workspace from."""

from bot.sandbox.page.routes import add_page

__all__ = ["add_page"]
