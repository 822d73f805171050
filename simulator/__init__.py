"""A stand-in for Kite: its login, its offsite order page, its API and its postbacks, on loopback, with made-up people.

A different program from Tokri. It is not Kite, holds no real account and sends no order anywhere. What it imitates is
what Kite documents, and what people have recorded of it; where nobody knows, a scenario shows either answer.

    settings     what the command line says              market       instruments and last prices
    accounts     the demo clients                        scenarios    what can be made to go wrong
    state        everything it remembers, one lock       orders       an order and its way through Kite's states
    baskets      reading the POSTed basket               checks       refusals before an order has an id
    connect      login, order page, finish               api/         the API at the root of the origin
    plots        what becomes of each order, and how     oddities     records that are odd, as Kite's are
    hands        what a person does on the order page    refusals     the words of every refusal known
    control      its own page: scenarios, log, reset     postbacks    the calls back to the app
    downloads    the order book and tradebook as CSV     ledger       what is true, and what the app was told of it

Run it with ``python -m simulator``; make one for a test with ``create_app(Settings(...))``.
"""

from simulator.factory import create_app
from simulator.settings import Settings

__all__ = ["Settings", "create_app"]
