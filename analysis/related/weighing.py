"""The weights in use: those learnt from the site's own links, else the ones that hold anywhere."""

from analysis.related.likeness import Weights
from analysis.related.models import Learnt


def weights_now() -> Weights:
    learnt = Learnt.objects.values_list("weights", flat=True).last() or {}
    return Weights(**{name: learnt[name] for name in Weights._fields if name in learnt})
