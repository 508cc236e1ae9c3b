"""Words that only hold others together: nobody searches for them, and they stand in every text."""

from typing import Final

_ENGLISH: Final = """
a about above after again against all also am an and any are as at be because been before being below between both but
by can cannot could did do does doing down during each few for from further had has have having he her here hers herself
him himself his how i if in into is it its itself me more most my myself no nor not of off on once only or other our
ours ourselves out over own s same she should so some such t than that the their theirs them themselves then there these
they this those through to too under until up very was we were what when where which while who whom why will with would
you your yours yourself yourselves
"""
_RUSSIAN: Final = """
а без бы был была были было быть в вам вас ведь весь во вот все всего всех всю вы где да даже для до его ее ей ему если
есть еще ж же за здесь и из или им их к как ко когда которая которого которой которые который которых кто ли либо лишь
между меня мне мной мы на над нам нас наш не него нее ней ни них но ну о об он она они оно от по под после потому при
про с свое своего своей своем свои своих свой свою себе себя со так такая также такие такой там те тем то тоже только
том тот ту ты у уже хотя чего чем что чтобы эта эти этих это этого этой этом этот эту я
"""
_BELARUSIAN: Final = """
а аб або ад але альбо амаль без бы быў была былі было быць в вам вас ваш во вось вы гэта гэтага гэтай гэтая гэтую гэты
гэтым гэтых да дзе для ды ж жа з за зараз і із імі іх к каб каля калі калісьці кім ледзь ли мае між мне мной мы мяне на
над нам намі нас наш не ні ну нават о об пад паміж пасля па перад пра праз пры з-за са сабе сам свае свайго сваё сваёй
свой сваю сябе так такая такі такія там таму тая тое той тую толькі тут ты тым у ужо усе усё усіх хаця хоць хто цераз
чаго чаму чым што эта я яго яе ей ён ёсць ёй якая якога якой якую які якіх якія яна яно яны ў ўжо ўсе ўсё ўсіх
"""

# With "ё" as "е", as `terms` has it.
FUNCTION_WORDS: Final = {
    code: frozenset(listed.replace("ё", "е").split())
    for code, listed in (("en", _ENGLISH), ("ru", _RUSSIAN), ("be", _BELARUSIAN))
}
