"""The checks of `doctor` that ask Slack: does it know the tokens, and do they allow what the manifest asks for?"""

from collections.abc import Collection

from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.finding import Finding, well, wrong
from bot.config import Settings
from bot.slack.client import Clients
from bot.slack.verdicts import CALL_FAILURES, verdict


async def slack_findings(settings: Settings, scopes: Collection[str]) -> list[Finding]:
    """What Slack says to the tokens that are set, and whether it has granted these scopes."""
    findings: list[Finding] = []
    async with Clients(settings.slack_api_url) as clients:
        if settings.slack_bot_token:
            client = clients.of(settings.slack_bot_token.get_secret_value())
            findings += await _bot(client, scopes)
        if settings.slack_app_token:
            findings.append(await _app(clients.of(settings.slack_app_token.get_secret_value())))
    return findings


async def _bot(client: AsyncWebClient, scopes: Collection[str]) -> list[Finding]:
    try:
        answer = await client.auth_test()
    except CALL_FAILURES as error:
        return [_refused("SLACK_BOT_TOKEN", error)]
    known = well(f"Slack knows the bot as {answer.get('user')} in {answer.get('team')}.")
    headers = {name.lower(): value for name, value in (answer.headers or {}).items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = sorted(set(scopes) - granted)
    if missing:
        cure = "paste manifest.json under App Manifest and install the app again"
        return [known, wrong(f"Slack has not granted {', '.join(missing)}: {cure}.")]
    return [known, well("Slack has granted every scope the bot needs.")]


async def _app(client: AsyncWebClient) -> Finding:
    try:
        await client.apps_connections_open(app_token=client.token or "")
    except CALL_FAILURES as error:
        return _refused("SLACK_APP_TOKEN", error)
    return well("Slack lets the bot connect in Socket Mode.")


def _refused(name: str, error: BaseException) -> Finding:
    code = verdict(error).code
    if code == "not_connected":
        return wrong("Slack cannot be reached at SLACK_API_URL: is the way out open?")
    return wrong(f"Slack does not accept {name} ({code}): copy it again from the app’s settings.")
