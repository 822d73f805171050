"""What the tests' Chromium is started with: all that a page can feel of it is as a person has it."""

from __future__ import annotations

from typing import Final

#: What Playwright switches off by itself. Of this switch a Chromium goes by the last one alone, so that ours says it
#: again; test_frame.py tells when Playwright's has come to hold more.
PLAYWRIGHTS: Final = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    *("msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion"),
)

#: What drops down from the address bar as somebody types there is two more pages in each window, loaded before anybody
#: types: they are half of what a test with one page costs. No test has an address bar.
OF_THE_ADDRESS_BAR: Final = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")

#: A process that is kept ready for a site that nobody may ever open; a test's pages end long before it is wanted.
KEPT_READY: Final = ("SpareRendererForSitePerProcess",)

SWITCHES: Final = (
    *("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    f"--disable-features={','.join([*PLAYWRIGHTS, *OF_THE_ADDRESS_BAR, *KEPT_READY])}",
)
