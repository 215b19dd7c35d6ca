"""The words by which a property, tag, folder or file name tells a note's kind."""

from __future__ import annotations

import re
from typing import Literal

from kbpivot.notes.vocabulary import canonical

__all__ = [
    "ASIDE_FOLDERS",
    "ASIDE_KINDS",
    "FOLDER_KINDS",
    "INDEX_NAMES",
    "KIND_KEYS",
    "MANUALS",
    "MANUAL_HEADINGS",
    "MANUAL_WORDS",
    "PAPERWORK",
    "READING_WORDS",
    "READMES",
    "TAG_KINDS",
    "TYPE_KINDS",
    "Kind",
    "folder_word",
]

Kind = Literal[
    "paper",
    "concept",
    "code",
    "index",
    "track",
    "daily",
    "template",
    "manual",
    "clipping",
    "excalidraw",
    "meeting",
    "person",
    "project",
    "archived",
    "untitled",
    "other",
]

ASIDE_KINDS: frozenset[Kind] = frozenset(
    ("daily", "meeting", "person", "project", "archived", "untitled")
)
"""Kinds of notes that keep their links and are nothing to study by themselves."""

KIND_KEYS: tuple[str, ...] = (
    *("type", "kind", "note kind", "note type", "notetype", "notekind"),
    *("class", "category", "categories", "fileclass", "类型", "類型", "분류", "유형"),
)
"""Properties that may tell a note's kind, canonical, strongest first."""

_WORDS: dict[Kind, tuple[str, ...]] = {
    "paper": (
        *("paper", "papers", "article", "preprint", "publication", "literature", "lit note"),
        *("literature note", "literature notes", "research paper", "reference paper", "paper note"),
        *("paper notes", "论文", "論文", "논문", "文献", "статья"),
    ),
    "concept": (
        *("concept", "concepts", "topic", "term", "definition", "theorem", "lemma", "method"),
        *("algorithm", "technique", "idea", "permanent", "permanent note", "zettel", "evergreen"),
        *("evergreen note", "knowledge", "lesson", "chapter", "lecture", "概念", "개념", "konzept"),
        *("begriff", "понятие", "concepto", "conceito"),
    ),
    "code": ("code", "codebase", "code note", "code reading", "代码"),
    "index": (
        *("index", "moc", "map", "map of content", "maps of content", "hub", "overview", "home"),
        *("structure note", "toc", "table of contents", "readme", "目录", "索引"),
    ),
    "track": (
        *("track", "learning path", "learning track", "path", "curriculum", "course", "roadmap"),
        *("syllabus", "plan", "study plan", "学习路径", "学习路线", "课程"),
    ),
    "daily": (
        *("daily", "daily note", "dailynote", "journal", "diary", "log", "weekly", "weekly note"),
        *("monthly", "monthly note", "yearly", "日记", "日記"),
    ),
    "template": ("template", "templates", "模板"),
    "clipping": ("clipping", "clippings", "clip", "web clip", "webclip", "bookmark", "highlights"),
    "meeting": (
        *("meeting", "meetings", "meeting note", "meeting notes", "minutes", "1 1", "one on one"),
        *("standup", "stand up", "retro", "retrospective", "call", "会议", "会议记录", "會議"),
        *("会議", "議事録", "회의", "회의록", "besprechung", "protokoll", "réunion", "reunión"),
        *("reunião", "riunione", "vergadering", "встреча", "совещание"),
    ),
    "person": (
        *("person", "people", "contact", "contacts", "colleague", "人物", "人脉", "联系人", "사람"),
        *("人", "kontakt", "personne", "persona", "pessoa", "персона", "человек"),
    ),
    "project": (
        *("project", "projects", "task", "tasks", "todo", "ticket", "issue", "event", "recipe"),
        *("company", "organisation", "organization", "board", "kanban", "trip", "okr"),
        *("项目", "項目", "プロジェクト", "프로젝트", "projekt", "projet", "proyecto", "projeto"),
        *("progetto", "проект", "задача"),
    ),
    "archived": ("archived", "archive"),
    "other": ("source", "book", "video", "experiment", "idea dump", "quote", "tool"),
}

TYPE_KINDS: dict[str, Kind] = {
    canonical(word): kind for kind, listed in _WORDS.items() for word in listed
}
"""Canonical values of such a property."""

_TAG_WORDS: dict[Kind, tuple[str, ...]] = {
    "paper": ("paper", "papers", "literature note", "论文", "論文", "논문"),
    "concept": ("concept", "concepts", "概念", "개념"),
    "index": ("moc", "index"),
    "track": ("track", "learning path", "curriculum", "roadmap"),
    "daily": ("daily", "daily note", "daily notes", "dailynote", "dailynotes", "journal", "diary"),
    "template": ("template", "templates"),
    "clipping": ("clipping", "clippings", "web clip", "webclip"),
    "meeting": ("meeting", "meetings", "meeting notes", "会议", "회의", "besprechung", "réunion"),
    "person": ("person", "people", "contact"),
    "archived": ("archived",),
}

TAG_KINDS: dict[str, Kind] = {
    canonical(word): kind for kind, listed in _TAG_WORDS.items() for word in listed
}
"""Canonical last parts of tags that say a kind by themselves."""

_FOLDER_WORDS: dict[Kind, tuple[str, ...]] = {
    "paper": ("paper", "papers", "literature", "publications", "论文", "論文", "논문", "文献"),
    "concept": ("concept", "concepts", "glossary", "definitions", "terms", "概念", "개념"),
    "index": ("moc", "mocs", "maps of content", "indexes", "indices"),
    "track": ("track", "tracks", "learning paths", "roadmaps", "curricula", "curriculum"),
}

_ASIDE_FOLDERS: dict[Kind, tuple[str, ...]] = {
    "meeting": (
        *("meeting", "meetings", "meeting notes", "minutes", "1 1s", "one on ones", "standups"),
        *("calls", "会议", "会议记录", "會議", "会議", "議事録", "회의", "회의록", "besprechungen"),
        *("sitzungen", "protokolle", "réunions", "reuniones", "reuniões", "riunioni"),
        *("vergaderingen", "möten", "spotkania", "toplantılar", "встречи", "совещания"),
    ),
    "person": (
        *("people", "persons", "person", "contacts", "colleagues", "team members", "crm"),
        *("人物", "人脉", "联系人", "聯絡人", "사람", "인물", "personen", "kontakte", "leute"),
        *("personnes", "personas", "contactos", "pessoas", "contatos", "persone", "contatti"),
        *("mensen", "люди", "контакты"),
    ),
    "archived": (
        *("archive", "archives", "archived", "trash", "deprecated", "obsolete", "attic"),
        *("old notes", "归档", "歸檔", "存档", "封存", "アーカイブ", "보관", "보관함", "아카이브"),
        *("archiv", "ablage", "archivé", "archivo", "archivado", "arquivo", "arquivados"),
        *("archivio", "archief", "arkiv", "archiwum", "arşiv", "архив"),
    ),
    "project": (
        *("project", "projects", "tasks", "todo", "todos", "项目", "項目", "プロジェクト"),
        *("프로젝트", "projekte", "projets", "proyectos", "projetos", "progetti", "проекты"),
    ),
    "daily": (
        *("daily", "dailies", "daily notes", "journal", "journals", "diary", "diaries", "logs"),
        *("日记", "日記", "日志", "日誌", "일기", "데일리", "tagebuch", "tagesnotizen", "journaux"),
        *("diario", "diarios", "diário", "diari", "dagboek", "dagbok", "dziennik", "günlük"),
        *("дневник", "журнал"),
    ),
    "clipping": (
        *("clippings", "clips", "web clips", "web clippings", "webclips", "clipper", "readwise"),
        *("instapaper", "omnivore", "raindrop", "raw sources", "ingested", "captures", "剪藏"),
        *("网页剪藏", "クリップ", "스크랩", "ausschnitte", "recortes", "вырезки"),
    ),
    "template": (
        *("template", "templates", "模板", "範本", "テンプレート", "템플릿", "vorlagen", "vorlage"),
        *("modèles", "modèle", "gabarits", "plantillas", "plantilla", "modelos", "modelli"),
        *("sjablonen", "mallar", "maler", "szablony", "şablonlar", "шаблоны"),
    ),
}

ASIDE_FOLDERS: dict[str, Kind] = {
    canonical(word): kind for kind, listed in _ASIDE_FOLDERS.items() for word in listed
}

"""Folder names that, with a second sign, set what lies in them aside (see `traits.aside`)."""

FOLDER_KINDS: dict[str, Kind] = {
    canonical(word): kind for kind, listed in _FOLDER_WORDS.items() for word in listed
}
"""Words in folder names: weak evidence, and never a reason to leave a note out of advice."""

INDEX_NAMES = re.compile(
    r"(?:readme|_?index|home|start here|read me first|moc|toc|contents|table of contents"
    r"|map of content|.*\bmocs?\b.*|_?目录|索引)$"
)

READMES = frozenset(
    [
        *("readme", "read me", "readme first", "about", "about this folder", "leeme", "léeme"),
        *("lisezmoi", "lisez moi", "liesmich", "lies mich", "leiame", "leia me", "leggimi"),
        *(
            "leesmij",
            "читай",
            "прочти",
            "прочти меня",
            "说明",
            "說明",
            "读我",
            "はじめに",
            "읽어보기",
        ),
    ]
)
"""Names, canonical, of the file that says what lies in a folder."""

READING_WORDS = frozenset(
    canonical(word)
    for word in (
        *("unread", "to-read", "reading", "read", "to-study", "studying", "learning", "to-learn"),
        *(
            "later",
            "queue",
            "queued",
            "reading-list",
            "未读",
            "待读",
            "在读",
            "已读",
            "未読",
            "既読",
        ),
        *("읽을 것", "읽는 중", "zu lesen", "lese ich", "gelesen", "à lire", "lu", "por leer"),
        *("leyendo", "leído", "a ler", "lendo", "da leggere", "te lezen", "прочитать", "читаю"),
    )
)
"""Words of a property by which the owner says that something is read, or is to be."""

MANUAL_HEADINGS = frozenset(
    [
        *("commands", "build", "build commands", "setup", "project structure", "structure"),
        *("repository structure", "directory structure", "repository layout", "conventions"),
        *("code style", "coding style", "style guide", "testing", "tests", "guidelines", "rules"),
        *("workflow", "workflows", "instructions", "project overview", "repository overview"),
        *("development", "git", "commits", "file naming", "naming conventions", "formatting"),
        *(
            "permissions",
            "boundaries",
            "do not",
            "never",
            "always",
            "规则",
            "约定",
            "规范",
            "项目结构",
        ),
    ]
)
"""Headings of manuals for programs that work on a repository."""

MANUAL_WORDS = frozenset(
    [
        *("repository", "repo", "build", "commands", "conventions", "guidelines", "contributing"),
        *("lint", "linting", "pytest", "codebase", "regras", "reglas", "règles", "regeln"),
    ]
)
"""Words in such headings."""

MANUALS = frozenset({"CLAUDE", "AGENTS", "AGENT", "GEMINI", "SKILL", "COPILOT-INSTRUCTIONS"})
PAPERWORK = frozenset(
    {"LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "CODE_OF_CONDUCT", "SECURITY"}
)


def folder_word(folder: str) -> str:
    """The name of a folder without the numbers that order it: `4. Archive` is `archive`."""
    said = canonical(folder)
    return said if said in ASIDE_FOLDERS else " ".join(w for w in said.split() if not w.isdigit())
