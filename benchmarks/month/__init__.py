"""A month of a simulated web, for the test of collecting: sites, faults, and a judge of what a collector made of them."""

from benchmarks.month.answers import Answer
from benchmarks.month.faults import Fault
from benchmarks.month.score import Report, score
from benchmarks.month.timeline import Article
from benchmarks.month.truth import Truth
from benchmarks.month.web import SimulatedWeb

__all__ = ["Answer", "Article", "Fault", "Report", "SimulatedWeb", "Truth", "score"]
