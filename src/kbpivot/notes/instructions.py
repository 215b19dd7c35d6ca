"""How much of a note tells a program, or a helper, what to do: a manual rather than a subject.

Only notes whose place suggests it are looked at. What is counted are sentences in the
imperative, so a note *about* agents, in the same file name, is told from rules *for* agents.
"""

from __future__ import annotations

import re
from typing import Final

from kbpivot.notes.vocabulary import canonical

__all__ = ["instruction_share", "may_instruct"]

_NAMES: Final = frozenset(
    [
        *("claude", "agents", "agent", "gemini", "skill", "copilot instructions", "copilot"),
        *("cursor", "cursorrules", "windsurf", "codex", "llms", "system prompt", "instructions"),
        *("memory", "conventions", "rules", "guidelines"),
    ]
)
_FOLDERS: Final = frozenset(
    [
        *("agents", "agent", "subagents", "sub agents", "claude", "cursor", "codex", "copilot"),
        *("skills", "skill", "rules", "commands", "slash commands", "prompts", "instructions"),
        *("github", "hooks", "workflows"),
    ]
)
_TELLING: Final = (
    "add always answer append apply ask avoid be begin break build check choose clean close"
    " collect commit confirm consider convert copy create cut decide define delete describe"
    " do document don edit ensure explain extract fetch fill find finish fix follow format"
    " generate get give go group ignore import include insert install invoke keep label leave"
    " limit link list load log look maintain make mark match mention merge move must name"
    " never note notify only open output place plan prefer preserve print process produce"
    " propose provide push put quote read record refer refuse remember remove rename repeat"
    " replace reply report respect respond return review rewrite run save scan search see"
    " set should show skip sort split start state stay stick stop store submit suggest"
    " summarise summarize sync tag take tell test think translate treat try update use"
    " validate verify wait watch work write"
    # German, Dutch
    " achte antworte bewahre bleibe erstelle frage gib halte immer lasse lies lösche nenne"
    " nie niemals nutze prüfe schreibe schreib speichere stelle verwende vermeide warte zitiere"
    " schrijf gebruik vraag nooit altijd controleer"
    # French
    " ajoute ajoutez demande demandez écris écrivez évite évitez garde gardez jamais lis lisez"
    " ne réponds répondez toujours utilise utilisez vérifie vérifiez"
    # Spanish, Portuguese, Italian
    " añade agrega cita conserva deja escribe evita guarda haz lee mantén mantener nunca"
    " pregunta responde revisa siempre usa utiliza verifica escreva sempre responda leia mantenha"
    " pergunte scrivi usa rispondi mantieni controlla mai chiedi non não no"
    # Russian
    " всегда добавь добавляй не никогда отвечай пиши пишите проверь проверяй спрашивай"
    " используй используйте сохраняй читай следуй"
)
_VERBS: Final = frozenset(_TELLING.split())
_OPENING: Final = (
    "after before when whenever if unless once while for in on at until as with without each every"
    " nach vor wenn bevor sobald falls après avant quand si lorsque cuando antes después quando"
    " prima dopo se после перед когда если"
)
_CLAUSES: Final = frozenset(_OPENING.split())
_ANYWHERE: Final = re.compile(
    r"请|請|不要|不得|禁止|必须|必須|务必|務必|不可|してください|しないで|すること|ないこと|必ず"
    r"|하세요|마세요|하십시오|해야 한다|금지|반드시"
    r"|\b(?:you (?:are|must|should|may|can|will|have to)|do not|don['’]t|must not|should not)\b"
    r"|\bdu (?:bist|sollst|darfst)\b|\btu (?:es|dois)\b|\b(?:debes|eres un|você (?:é|deve))\b"
    r"|\bты (?:—|должен)"
    r"|\b(?:this|the) (?:repo(?:sitory)?|code ?base|vault|project)\b|\bpull requests?\b|\bcommits?\b"
    r"|\b(?:este|el|o|ce|le|questo|dieses) (?:reposit[óo]rio|dépôt|repository|projeto|proyecto)\b"
    r"|仓库|本项目|リポジトリ|저장소|репозитори",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?。！？;；])\s*|\n+")
_LEAD: Final = re.compile(r"^[\s>*+\-#\d.)\[\]xX_`]+")


def may_instruct(path: str) -> bool:
    """Tell whether a note lies, or is called, as manuals for programs do."""
    *folders, file = path.split("/")
    if canonical(file.removesuffix(".md")) in _NAMES:
        return True
    return any(canonical(folder) in _FOLDERS for folder in folders)


def instruction_share(text: str) -> int:
    """Return how many of a text's sentences tell somebody what to do, in percent.

    A sentence does when it begins with a verb in the imperative, or with a clause of time or
    condition and holds such a verb behind it, or speaks to its reader as one who must.
    """
    said = told = 0
    for sentence in _SENTENCE.split(text):
        words = canonical(_LEAD.sub("", sentence)).split()
        if not words:
            continue
        said += 1
        if (
            words[0] in _VERBS
            or (words[0] in _CLAUSES and not _VERBS.isdisjoint(words[1:]))
            or _ANYWHERE.search(sentence)
        ):
            told += 1
    return round(100 * told / said) if said else 0
