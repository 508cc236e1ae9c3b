"""Who may say for whom it asks: the proxies of TRUSTED_PROXIES, and nobody else."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache


class Proxies:
    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(network) for network in networks]
        # Few addresses ever connect to a server behind a proxy, and each of them for every request.
        self.trusts = lru_cache(maxsize=1024)(self._trusts)

    def _trusts(self, address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in self._networks)
        except ValueError:
            return False

    def scheme(self, *, said: str, seen: str, sender: str) -> str:
        """Of a request: what a trusted proxy says, or else what the connection itself is."""
        return said if said in ("http", "https") and self.trusts(sender) else seen

    def visitor(self, chain: str) -> str | None:
        """The last address of the chain that is no proxy of ours: what stands before it anybody can write."""
        hops = [hop.strip() for hop in chain.split(",") if hop.strip()]
        return next((hop for hop in reversed(hops) if not self.trusts(hop)), None)
