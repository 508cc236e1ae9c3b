"""Words that say nothing of what a text is about. Languages without a list do well: what is rare counts most anyway."""

from typing import Final

_BELARUSIAN: Final = """
а аб або ад адзін аднак адтуль ажно але альбо амаль без больш будзе бы была было былі быць быў вам вас ваш вельмі во
вось вы гэта гэтага гэтай гэтая гэты гэтым гэтых да дзе дзеля для ды ж жа з за зараз каб каля калі кожны кім ледзь
лепш мае мне мной мы мяне на нават над нам намі нас наш не него ну ні нібы ніколі нічога пад падчас пакуль паміж пасля
перад по пра праз пры раз раней с сабе свае свайго сваёй свой се сябе сёння тады так такая такога таксама такі такія
там таму тая тое той толькі тут ты тым тымі тыя тэта у ужо усе усё усіх хаця хоць хто цяпер чаго чаму чым што эта я
яго яе якая якога якой які якіх якія яна яно яны ёй ён ёсць і імі іх ў ўжо ўсе ўсё ўсіх
"""
_ENGLISH: Final = """
a about above across after again against all almost alone along already also although always am among an and another
any anybody anyone anything anywhere are around as at away back be became because become becomes been before behind
being below between beyond both but by came can cannot could did do does doing don done down during each either else
enough even ever every everybody everyone everything everywhere few first for from further gave get gets give given go
goes going got had has have having he hence her here hers herself him himself his how however i if in indeed instead
into is it its itself just keep last later least less let like ll made make makes many may maybe me meanwhile might
mine more moreover most mostly much must my myself namely neither never nevertheless next no nobody none nor not
nothing now nowhere of off often on once one only onto or other others otherwise our ours ourselves out over own part
per perhaps please put quite rather re really said same say says see seem seems several shall she should since so some
somebody someone something sometimes somewhere still such take than that the their theirs them themselves then thence
there thereby therefore these they this those though through throughout thus to together too toward towards two under
until up upon us use used using ve very via want was way we well went were what whatever when whenever where whereas
wherever whether which while who whoever whole whom whose why will with within without would yet you your yours
yourself yourselves
"""
_RUSSIAN: Final = """
а без более больше будет будто бы был была были было быть в вам вас вдоль ведь весь вместо вне вниз внизу во вокруг
вот впрочем все всегда всего всех всю вся вы где да даже для до его ее ей ему если есть еще ещё её же за зачем здесь и
из или им ими иногда их к как какая какой когда которая которого которой которые который которых кто куда ли либо лишь
между менее меня мне много может можно мой моя мы на над надо нам нас наш не него нее ней нельзя нет неё ни нибудь
никогда ним них ничего но ну о об один однако он она они оно опять от очень перед по под после потом потому почему
почти при про раз разве с сам своих свой свою себе себя сейчас со совсем так также такой там те тебя тем теперь то
тогда того тоже той только том тот три тут ты у уже хорошо хоть хотя чего чей чем через что чтоб чтобы чуть эта эти
этим этих это этого этой этом этот эту я является
"""
STOP_WORDS: Final = {
    "be": frozenset(_BELARUSIAN.split()),
    "en": frozenset(_ENGLISH.split()),
    "ru": frozenset(_RUSSIAN.split()),
}
