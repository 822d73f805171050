"""What browsers and programs call themselves, as they really do."""

from __future__ import annotations

from typing import Final

import pytest

from tokri.web.link.agents import in_app, is_robot, on_apple

SAFARI_TAIL: Final = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
IPHONE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)"
WEBVIEW: Final = "AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
CHROME: Final = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Mobile Safari/537.36"

ROBOTS: Final = {
    "WhatsApp's preview": "WhatsApp/2.23.20.0",
    "WhatsApp's preview on an iPhone": "WhatsApp/2.23.18.78 i",
    "WhatsApp's preview on a desktop": "WhatsApp/2.2336.7 W",
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Facebook's catalogue": "facebookcatalog/1.0",
    "Meta": "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "iMessage": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
        "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
    ),
    "Telegram": "TelegramBot (like TwitterBot)",
    "Twitter": "Twitterbot/1.0",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Google on a phone": (
        f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) {CHROME} "
        "(compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    ),
    "Google's page renderer": (
        f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Google-PageRenderer Google "
        "(+https://developers.google.com/+/web/snippet/)"
    ),
    "Google's inspection": "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
    "Bing": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Bing's preview": "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
    "Skype and Teams": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 url-preview@microsoft.com",
    "Apple": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 "
        "Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)"
    ),
    "Line": "facebookexternalhit/1.1;line-poker/1.0",
    "Kakao": "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984",
    "Yandex": "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Baidu": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "a script": "curl/8.5.0",
    "another script": "python-requests/2.31.0",
}

INSIDE: Final = {
    "Instagram on an iPhone": f"{IPHONE} {WEBVIEW} Instagram 321.0.0.21.114 (iPhone15,2; iOS 17_4; en_IN; scale=3.00)",
    "Instagram on Android": (
        "Mozilla/5.0 (Linux; Android 13; SM-A546E Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/121.0.6167.178 Mobile Safari/537.36 Instagram 320.0.0.42.101 Android"
    ),
    "Facebook on an iPhone": f"{IPHONE} {WEBVIEW} [FBAN/FBIOS;FBAV/452.0.0.37.109;FBBV/571064310;FBDV/iPhone14,5]",
    "Facebook on Android": (
        "Mozilla/5.0 (Linux; Android 12; M2101K6P Build/SKQ1.210908.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/120.0.6099.230 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/449.0.0.44.110;]"
    ),
    "Line on an iPhone": f"{IPHONE} {WEBVIEW} Safari Line/13.20.0",
    "WhatsApp's own browser": f"Mozilla/5.0 (Linux; Android 14; Pixel 7) {CHROME} WhatsApp/2.24.5.76",
    "a view inside an app on Android": (
        "Mozilla/5.0 (Linux; Android 11; RMX3231 Build/RP1A.201005.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/119.0.6045.193 Mobile Safari/537.36"
    ),
    "a view inside an app on an iPhone": f"{IPHONE} {WEBVIEW}",
    "LinkedIn": f"{IPHONE} {WEBVIEW} [LinkedInApp]/9.29.2784",
}

BROWSERS: Final = {
    "Safari on an iPhone": f"{IPHONE} {SAFARI_TAIL}",
    "Chrome on an iPhone": (
        f"{IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/122.0.6261.62 Mobile/15E148 Safari/604.1"
    ),
    "Chrome on Android": f"Mozilla/5.0 (Linux; Android 10; K) {CHROME}",
    "a Cubot telephone": f"Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) {CHROME}",
    "Firefox on Android": "Mozilla/5.0 (Android 14; Mobile; rv:123.0) Gecko/123.0 Firefox/123.0",
    "Samsung's": (
        "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36"
    ),
    "Chrome on Windows": (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 "
        "Safari/537.36"
    ),
    "Safari on a Mac": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 "
        "Safari/605.1.15"
    ),
    "one that says nothing": "",
}


@pytest.mark.parametrize("name", ROBOTS)
def test_a_program_that_looks_at_addresses_is_nobody(name: str) -> None:
    assert is_robot(ROBOTS[name])
    assert not in_app(ROBOTS[name])


@pytest.mark.parametrize("name", INSIDE)
def test_a_browser_inside_an_app_is_somebody_who_should_leave_it(name: str) -> None:
    assert in_app(INSIDE[name])
    assert not is_robot(INSIDE[name])
    assert on_apple(INSIDE[name]) == ("iPhone" in INSIDE[name])


@pytest.mark.parametrize("name", BROWSERS)
def test_a_browser_of_its_own_is_neither(name: str) -> None:
    assert not is_robot(BROWSERS[name])
    assert not in_app(BROWSERS[name])
