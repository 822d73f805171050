"""Symbols that are called otherwise now, from before the first list was taken in. Later ones an import finds itself."""

from __future__ import annotations

from typing import Final

from tokri.core.instrument_file import Renamed

#: As the exchanges announced each change of symbol, in the year beside it. Every new one stands on the list of
#: 11 February 2026, which is all that a test can show.
RENAMED: Final = (
    Renamed("NSE", "L&TFH", "LTF"),  # L&T Finance, 2024
    Renamed("BSE", "L&TFH", "LTF"),
    Renamed("NSE", "ZOMATO", "ETERNAL"),  # April 2025
    Renamed("BSE", "ZOMATO", "ETERNAL"),
    Renamed("NSE", "INFOSYSTCH", "INFY"),  # 2011
    Renamed("NSE", "CADILAHC", "ZYDUSLIFE"),  # 2022
    Renamed("BSE", "CADILAHC", "ZYDUSLIFE"),
    Renamed("NSE", "MOTHERSUMI", "MOTHERSON"),  # 2022
    Renamed("BSE", "MOTHERSUMI", "MOTHERSON"),
    Renamed("NSE", "SRTRANSFIN", "SHRIRAMFIN"),  # 2022
    Renamed("BSE", "SRTRANSFIN", "SHRIRAMFIN"),
    Renamed("NSE", "ADANITRANS", "ADANIENSOL"),  # 2023
    Renamed("BSE", "ADANITRANS", "ADANIENSOL"),
    Renamed("NSE", "MCDOWELL-N", "UNITDSPR"),  # 2024
    Renamed("NSE", "IBULHSGFIN", "SAMMAANCAP"),  # 2024
    Renamed("BSE", "IBULHSGFIN", "SAMMAANCAP"),
    Renamed("NSE", "AMARAJABAT", "ARE&M"),  # 2023
)
