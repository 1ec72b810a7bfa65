"""The demo world: five regions with invented associations, and consultations in every stage.

Deterministic: the same day gives the same world. Everything is made through the services people's
own deeds go through, so that the trace, the journal and the histories are real.
"""

from samrad.pages.services.demo.building import build_demo

__all__ = ["build_demo"]
