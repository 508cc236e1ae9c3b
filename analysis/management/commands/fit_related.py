from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from analysis.related.fitting import FEWEST_LINKS, MARGIN, fit, keep
from analysis.related.tasks import rebuild_soon


class Command(BaseCommand):
    help = "Learn the weights of similar articles on the site's own links, and keep them if they are better."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        outcome = fit(at=at, visibly=True)
        if outcome is None:
            self.stdout.write(f"Fewer than {FEWEST_LINKS} links between articles: too few to learn from.")
            return
        self.stdout.write(
            f"{outcome.links:,} links. On those it did not learn from: "
            f"nDCG@5 {outcome.before:.4f} before, {outcome.after:.4f} after."
        )
        for name, weight in outcome.weights._asdict().items():
            self.stdout.write(f"  {name:<14}{weight:.3f}")
        if not outcome.is_better:
            self.stdout.write(f"That is not better by {MARGIN}: nothing was changed.")
            return
        keep(outcome, at=at)
        rebuild_soon()
        self.stdout.write("They are kept, and all similar articles will be found anew.")
