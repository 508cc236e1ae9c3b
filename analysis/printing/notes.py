"""Paper has no links: a letter behind the words stands for the address, which is printed below the text."""


def note_letter(address: str, words: str, letters: dict[str, str]) -> str:
    """Of a link with these words; `letters` keeps those of the whole text. Empty where the words are the address."""
    if address.startswith("mailto:") or (words.strip() and address.rstrip("/").endswith(words.strip().rstrip("/"))):
        return ""
    return letters.setdefault(address, letter(len(letters)))


def letter(position: int) -> str:
    """a … z, aa … zz, aaa …"""
    times, index = divmod(position, 26)
    return chr(ord("a") + index) * (times + 1)
