"""Phrases that say how a text stands to what it names, in the languages of vaults.

Between the parts around an asterisk a few words may stand. All languages are one table: many
vaults mix two, and hardly a phrase means another thing in another language.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "AHEAD",
    "ARTICLES",
    "ASIDE",
    "BREAKS",
    "BUILDS",
    "EXAMPLE",
    "JOINTS",
    "OPENERS",
    "POINTS",
    "TAILS",
    "TAILS_AHEAD",
    "TAILS_ASIDE",
    "THESE",
    "USED_BEFORE",
    "USED_BEHIND",
]

AHEAD: Final = (
    "used in|used by|used for|used as|used * in|used * by|used * for|used * within|useful in|"
    "useful for|useful * in|useful * for|lead to|leads to|leading to|led to|becomes|you have|"
    "you get|applied in|applied to|applied * in|applied * to|application in|applications in|"
    "application of this in|employed in|employed by|found in|appears in|shows up in|powers|"
    "underlies|underlie|underpins|underpin|enables|enabling|paves the way for|gave rise to|"
    "gives rise to|foundation for|foundation of|foundations of|foundations for|basis for|"
    "basis of|backbone of|building block of|building block for|building blocks of|"
    "building blocks for|at the heart of|at the core of|core of|heart of|ingredient of|"
    "ingredient in|key to|crucial for|crucial to|crucial in|essential for|essential to|"
    "important for|important in|important to|necessary for|needed for|required for|"
    "prerequisite for|prerequisite of|helpful for|motivates|inspired|precursor to|"
    "precursor of|predecessor of|predecessor to|superseded by|replaced by|succeeded by|"
    "extended to|extended by|generalized to|generalised to|generalizes to|generalises to|"
    "evolved into|comes back in|returns in|central to|upon which|on which|on top of which|"
    "step towards|step toward|stepping stone to|opens the door to|allows us to build|"
    "master it and|before moving on to|prepares you for|later in|"
    "verwendet in|führt zu|führen zu|grundlage für|grundlage von|grundlage der|grundlagen für|"
    "basis für|basis von|basis der|baustein für|baustein von|wichtig für|benötigt für|"
    "nötig für|voraussetzung für|anwendung in|anwendungen in|kommt in|angewendet auf|"
    "auf dem|auf der * aufbaut|ermöglicht|"
    "usado en|usada en|usados en|usadas en|usado * en|usada * en|utilizado en|utilizada en|"
    "utilizado * en|utilizada * en|se usa en|se usa * en|se utiliza en|se utiliza * en|"
    "conduce a|base de|base para|fundamento de|fundamental para|necesario para|sobre el que|"
    "sobre la que|permite|"
    "utilisé dans|utilisée dans|utilisés dans|utilisées dans|utilisé * dans|utilisée * dans|"
    "utilisé par|utilisée par|utilisé pour|utilisée pour|sert à|sert de base à|conduit à|"
    "mène à|à la base de|base de|fondement de|fondements de|nécessaire pour|essentiel pour|"
    "sur lequel|sur laquelle|permet|"
    "usato in|usata in|usato * in|usata * in|utilizzato in|utilizzata in|utilizzato * in|"
    "utilizzata * in|utilizzato per|porta a|alla base di|base per|fondamento di|"
    "necessario per|su cui|"
    "usado em|usada em|usado * em|usada * em|utilizado em|utilizada em|utilizado * em|"
    "utilizada * em|leva a|base para|fundamento de|necessário para|"
    "используется в|используется * в|применяется в|применяется * в|используется для|"
    "лежит в основе|основа для|основой для|основа|необходим для|приводит к|"
    "用于|应用于|常用于|广泛用于|被用在|通向|引出|奠定了|适用于|应用在"
)
"""What is named next builds on this note: "used in", "the foundation of"."""
ASIDE: Final = (
    "as opposed to|opposed to|unlike|in contrast to|in contrast with|by contrast|contrast with|"
    "contrasts with|contrasted with|compared with|compared to|comparison with|in comparison to|"
    "versus|vs|rather than|instead of|alternative to|alternatives to|an alternative is|"
    "alternatives are|similar to|analogous to|differs from|differ from|different from|"
    "distinct from|distinguish * from|confused with|not the same as|counterpart of|"
    "counterpart to|competes with|related to|relates to|whereas|contrary to|in place of|"
    "than|"
    "im gegensatz zu|im gegensatz zum|im gegensatz zur|anders als|im vergleich zu|"
    "im vergleich zum|im vergleich zur|im unterschied zu|im unterschied zum|"
    "im unterschied zur|verglichen mit|gegenüber|statt|anstelle von|anstatt|alternative zu|"
    "ähnlich wie|nicht zu verwechseln mit|"
    "a diferencia de|a diferencia del|en contraste con|en lugar de|en vez de|frente a|"
    "comparado con|comparada con|alternativa a|similar a|"
    "contrairement à|contrairement au|contrairement aux|par opposition à|à la différence de|"
    "à la différence du|au lieu de|au lieu du|plutôt que|comparé à|par rapport à|"
    "par rapport au|alternative à|semblable à|"
    "a differenza di|a differenza del|a differenza della|al contrario di|in contrasto con|"
    "invece di|rispetto a|rispetto al|alternativa a|simile a|"
    "ao contrário de|ao contrário do|ao contrário da|diferente de|diferentemente de|em vez de|"
    "em comparação com|em contraste com|"
    "в отличие от|по сравнению с|вместо|альтернатива|"
    "不同于|有别于|区别于|相对于|相比于|对比|而不是|类似于"
)
"""What is named next stands beside this note: "as opposed to"."""
BUILDS: Final = (
    "based on|based upon|builds on|build on|built on|builds upon|built upon|building on|"
    "extends|extension of|an extension to|generalizes|generalises|generalization of|"
    "generalisation of|variant of|version of|type of|kind of|form of|special case of|"
    "instance of|subset of|branch of|subfield of|uses|using|use|requires|"
    "relies on|rely on|depends on|depend on|assumes|derived from|follows from|consists of|"
    "composed of|made of|combines|combination of|improves on|improvement over|"
    "improvement on|by means of|with the help of|an application of|applies|"
    "implementation of|in terms of|the inverse of|the opposite of|"
    "basiert auf|beruht auf|baut auf|aufbauend auf|erweitert|erweiterung von|"
    "erweiterung der|variante von|art von|form von|sonderfall von|nutzt|verwendet|benutzt|"
    "setzt voraus|benötigt|mithilfe|mit hilfe|"
    "se basa en|basado en|basada en|extiende|extensión de|variante de|tipo de|forma de|"
    "caso particular de|usa|utiliza|requiere|depende de|"
    "se base sur|basé sur|basée sur|fondé sur|fondée sur|repose sur|extension de|"
    "une variante de|type de|forme de|cas particulier de|utilise|nécessite|dépend de|"
    "à partir de|à l aide de|"
    "si basa su|basato su|basata su|estende|estensione di|variante di|tipo di|forma di|"
    "caso particolare di|utilizza|richiede|dipende da|"
    "baseia se em|baseado em|baseada em|estende|extensão de|caso particular de|"
    "requer|"
    "основан на|основана на|основано на|опирается на|расширяет|расширение|вид|разновидность|"
    "частный случай|использует|требует|с помощью|"
    "基于|建立在|依赖于|扩展了|推广了|利用|借助|使用|需要|属于|是一种|に基づ"
)
"""This note builds on what is named next: "based on", "a kind of"."""
EXAMPLE: Final = (
    "for example|for instance|e g|suppose|suppose that|imagine|imagine that|say we|let s say|"
    "let us say|let s take|picture a|consider a|consider an|consider the case|take a|"
    "as an example|we train|we trained|we fit|we fitted|we are training|i train|i trained|"
    "you train|let s train|when we train|"
    "zum beispiel|beispielsweise|z b|angenommen|stell dir vor|stellen wir uns vor|"
    "wir trainieren|als beispiel|"
    "por ejemplo|supongamos|supón|imagina|imaginemos|entrenamos|como ejemplo|"
    "par exemple|supposons|imaginons|imagine|nous entraînons|on entraîne|comme exemple|"
    "ad esempio|per esempio|supponiamo|immaginiamo|immagina|addestriamo|"
    "por exemplo|suponha|imagine que|treinamos|"
    "например|предположим|допустим|представим|представьте|мы обучаем|"
    "例如|比如|假设|设想|举例|我们训练|例えば|たとえば|예를 들어|예를 들면"
)
"""The rest of the sentence is an example."""
TAILS: Final = (
    "builds on|build on|is built on|are built on|is built upon|are built upon|is built|are built|"
    "is based on|are based on|is based|are based|rests on|rest on|rests|relies on|rely on|relies|"
    "depends on|depend on|depends|is founded|uses|use|needs|need|requires|require|extends|extend|"
    "generalizes|generalises|improves on|employs|makes use of|make use of|stands on|"
    "aufbaut|aufbauen|beruht auf|baut auf|basiert auf|beruht|basiert|nutzt|verwendet|braucht|"
    "erweitert|se construye|se basa en|se basan en|se basa|usa|utiliza|extiende|"
    "repose sur|reposent sur|repose|se fonde sur|est construit|utilise|étend|"
    "si basa su|si basa|si fonda su|usa|utilizza|estende|baseia se em|se baseia em|se baseia|"
    "основан на|основан|опирается на|строится на|строится|использует|расширяет"
)
"""What is named before builds on this note, if "which" stands ahead of it or "this" behind."""
POINTS: Final = (
    "see|see also|see eg|cf|compare|such as|e g|eg|like|for example|for instance|include|"
    "includes|including|example is|examples are|examples include|known as|called|more in|"
    "more on|comes|"
    "siehe|siehe auch|vgl|vergleiche|zum beispiel|z b|beispielsweise|unter anderem|genannt|"
    "mehr in|etwa|wie etwa|"
    "véase|véase también|ver|ver también|por ejemplo|p ej|tales como|tal como|"
    "voir|voir aussi|par exemple|p ex|tel que|telle que|tels que|telles que|"
    "vedi|vedi anche|vedere|cfr|ad esempio|per esempio|"
    "veja|veja também|por exemplo|tais como|"
    "см|см также|ср|например|такие как|таких как|"
    "参见|详见|另见|例如|比如|诸如|参照|例えば|예를 들어"
)
"""The next word stands beside this note: "see", "such as"."""
OPENERS: Final = (
    "which that whom auf der dem die dessen worauf sur lequel laquelle que cual quale cui "
    "котором которой которых"
)
"""Words ahead of the name in "upon which X is built"."""
THESE: Final = (
    "this it these them here that such diese dieser dieses diesem darauf hierauf esto esta este "
    "ello ceci cela cette ce ces questo questa ciò isto isso este этом этой это него нём"
)
"""Words behind the phrase in "X builds on this"."""
TAILS_AHEAD: Final = (
    "에 사용|에 쓰|에서 사용|에서 쓰|에 활용|에서 활용|의 기초|의 기반|の基礎|の基盤|の土台|に使|に用い|"
    "に応用|で使|で用い|に利用|で利用|的基础|的基石|的前提|的核心|中使用|中应用|的应用"
)
"""What stands right behind a name that builds on this note, in Chinese, Japanese and Korean."""
TAILS_ASIDE: Final = (
    "と異なり|とは異なり|と異なる|とは異なる|と違|とは違|と比べ|に比べ|に対して|과 달리|와 달리|과 다르|와 다르|"
    "과 비교|와 비교|과 반대|와 반대|不同|相反|相比|のような|などの|같은"
)
"""What stands right behind a name beside this note."""
USED_BEFORE: Final = "wird werden wurde wurden"
USED_BEHIND: Final = (
    "verwendet eingesetzt benutzt genutzt gebraucht angewendet angewandt benötigt gebraucht"
)
"""Words around the name in "wird in X verwendet"."""
ARTICLES: Final = (
    "a an the its their our der die das den dem ein eine el la los las un una le les une il lo gli "
    "o os as um uma"
)
JOINTS: Final = "and or und oder y o et ou e и или 和 或 与 と"
BREAKS: Final = (
    "because since but although though however when where if unless therefore thus hence while "
    "weil aber obwohl wenn denn sondern porque pero aunque cuando si donde car mais lorsque quand "
    "perché però quando mas embora потому но хотя когда если"
)
"""Words that begin another clause, of which a phrase ahead of them says nothing."""
