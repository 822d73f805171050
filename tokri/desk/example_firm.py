"""A firm to try things with: whole, and plainly nobody's. Its numbers are all zeros, its addresses lead nowhere.

The sentences are those that law firms quote; a real firm copies its own from the circulars.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from tokri.core.desk.firm import Firm, FirmKind, FirmWords

EXAMPLE_FIRM: Final = Firm(
    kind=FirmKind.ADVISER,
    name="Namuna Advisers (example)",
    sebi_number="INA000000000",
    bse_number="0000",
    office="0 Example Road, Mumbai 000000",
    phone="+91 00 0000 0000",
    cin="U00000MH0000PTC000000",
    officer_name="Anita Example",
    officer_email="officer@firm.example",
    scores_url="https://scores.example/",
    odr_url="https://odr.example/",
    grievance_url="https://firm.example/complaints",
    charter_url="https://firm.example/charter",
    words=MappingProxyType(
        {
            "en": FirmWords(
                warning=(
                    "Investment in securities market are subject to market risks. Read all the related documents "
                    "carefully before investing."
                ),
                registration=(
                    "Registration granted by SEBI, enlistment with BSE and certification from NISM in no way "
                    "guarantee performance of the intermediary or provide any assurance of returns to investors."
                ),
            ),
            "hi": FirmWords(
                warning=("प्रतिभूति बाज़ार में निवेश बाज़ार जोखिमों के अधीन है। निवेश करने से पहले सभी संबंधित दस्तावेज़ों को ध्यान से पढ़ें।"),
                registration=(
                    "सेबी द्वारा दिया गया पंजीकरण, बीएसई में सूचीबद्धता और एनआईएसएम का प्रमाणन किसी भी तरह से मध्यस्थ के "
                    "प्रदर्शन की गारंटी नहीं देते और न ही निवेशकों को प्रतिफल का कोई आश्वासन देते हैं।"
                ),
            ),
        }
    ),
    approval_required=True,
    enabled_for_others="yes",
)
