"""The make-believe official platform: QQ login by OAuth 2.0."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from official_client import ALICE, APP_ID, SECRET, Client, bot

BACK = "https://mc.example.com/qq?from=login"
ASKED = {"response_type": "code", "client_id": APP_ID, "redirect_uri": BACK, "state": "S&1"}


async def asks(client: Client, what: str, **query: str) -> dict[str, Any]:
    answer = await client.http.get(f"/oauth2.0/{what}", params={**query, "fmt": "json"})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


async def code_for(client: Client) -> str:
    """Alice logs in."""
    answer = await client.http.get("/oauth2.0/authorize", params={**ASKED, "as": str(ALICE)})
    assert answer.status_code == 302 and answer.headers["Location"].startswith(f"{BACK}&code=")
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert back["state"] == ["S&1"]
    return back["code"][0]


def granting(code: str, **other: str) -> dict[str, str]:
    grant = {"grant_type": "authorization_code", "client_id": APP_ID, "client_secret": SECRET}
    return {**grant, "code": code, "redirect_uri": BACK, **other}


async def test_somebody_logs_in_and_is_the_same_each_time() -> None:
    async with bot() as client:
        openids = set()
        for _ in range(2):
            token = (await asks(client, "token", **granting(await code_for(client))))["access_token"]
            who = await asks(client, "me", access_token=token, unionid="1")
            openids.add(who["openid"])
            assert (who["client_id"], who["unionid"]) == (APP_ID, client.ids.of("union", ALICE))
        assert len(openids) == 1 and client.alice not in openids


async def test_a_browser_is_shown_who_there_is_and_no_markup_of_theirs() -> None:
    async with bot() as client:
        page = await client.http.get("/oauth2.0/authorize", params=ASKED)
        assert "Alice" in page.text and "&lt;b&gt;Bold&lt;/b&gt;" in page.text and "小麦 Bot" not in page.text
        link = page.text.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        answer = await client.http.get(f"/oauth2.0/authorize{link}")
        assert answer.status_code == 302


async def test_what_is_wrong_with_a_login_has_its_code() -> None:
    async with bot(redirect_uri="https://mc.example.com/") as client:
        for wrong, code in (
            ({"response_type": "token"}, 100000),
            ({"client_id": "1"}, 100008),
            ({"redirect_uri": "https://evil.example.com/"}, 100010),
            ({"redirect_uri": "javascript:alert(1)"}, 100010),
        ):
            assert (await asks(client, "authorize", **{**ASKED, **wrong}))["error"] == code, wrong
        code = await code_for(client)
        for bad, number in (
            (granting("", client_id="1"), 100008),
            (granting("", client_secret="x"), 100009),
            (granting(""), 100018),
            (granting("nonsense"), 100019),
        ):
            assert (await asks(client, "token", **bad))["error"] == number, bad
        assert (await asks(client, "token", **granting(code, redirect_uri="https://x/")))["error"] == 100010
        assert (await asks(client, "token", **granting(code)))["error"] == 100020
        code = await code_for(client)
        client.official.clock.move(600)
        assert (await asks(client, "token", **granting(code)))["error"] == 100019
        assert (await asks(client, "me", access_token="nonsense"))["error"] == 100016


async def test_without_fmt_answers_are_as_they_were_in_old_days() -> None:
    async with bot() as client:
        answer = await client.http.get("/oauth2.0/token", params=granting(await code_for(client)))
        token = parse_qs(answer.text)["access_token"][0]
        answer = await client.http.get("/oauth2.0/me", params={"access_token": token})
        assert answer.text.startswith("callback( ") and answer.text.endswith(" );")
        assert "openid" in json.loads(answer.text[10:-3])
