"""Words that are counted in the languages of vaults, and words behind a number that measure."""

from __future__ import annotations

__all__ = [
    "AFTER",
    "COPIES",
    "COUNTERS",
    "DIGITS",
    "DRAWERS",
    "LIKE_DRAWERS",
    "MEASURES",
    "MONTHS",
    "NUMBER_HEADINGS",
]


def _plain(*texts: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for text in texts for word in text.split())


COUNTERS = _plain(
    "chapter chap ch lecture lec week wk lesson part module mod unit session step class day lab",
    "labs semester term phase stage section sec topic tutorial exercise assignment homework hw",
    "pset problem_set seminar milestone level block notebook episode ep sprint course quarter",
    "workshop meeting_notes tier objective domain appendix volume vol book project days weeks",
    "kapitel lektion woche teil tag vorlesung einheit schritt modul stunde abschnitt sitzung",
    "ubung uebung aufgabe etappe stufe thema praktikum labor kurs",
    "chapitre lecon semaine jour seance etape partie cours semestre unite niveau tp td",
    "capitulo leccion semana dia clase tema parte paso modulo semestre unidad practica etapa fase",
    "nivel sesion laboratorio aula licao passo unidade pratica sessao topico bloque bloco",
    "capitolo lezione settimana giorno hoofdstuk les dag deel stap",
    "тема глава урок лекция неделя день часть шаг модуль семестр раздел занятие этап фаза",
    "лабораторная практика семинар ступень блок",
    "阶段 階段 步骤 步驟 模块 模塊 单元 單元 章节 章節 课程 課程 课 課 讲 週 周",
    "ステップ レッスン フェーズ 講義 モジュール ステージ パート チャプター レベル",
    "단계 주차 강의 레슨 파트 챕터 모듈 스텝 단원 수업 회차 레벨",
)
"""Words before a number, folded and without accents."""

AFTER = _plain(
    "章节 章節 章 节 節 讲 講 课时 課時 课 課 周目 週目 週間目 周 週 天 日目 日 回目 回 部分 部 单元",
    "單元 学期 學期 阶段 階段 步 篇 集 期 模块 模塊 卷 限",
    "장 주차 일차 강 단계 회차 회 부 과 학기 단원 편 차시 주",
)
"""Words behind a number."""

DIGITS = {
    1: "one first eins erste erster erstes premier premiere uno primera primer primeiro primeira"
    " первая первыи первое",
    2: "two second zwei zweite zweiter zweites deuxieme dos segunda segundo вторая второи второе",
    3: "three third drei dritte dritter drittes troisieme tres tercera tercer terceiro terceira"
    " третья третии третье",
    4: "four fourth vier vierte vierter viertes quatrieme cuatro cuarta cuarto quarta quarto",
    5: "five fifth funf funfte funfter cinquieme cinco quinta quinto пятая",
    6: "six sixth sechs sechste seis sexta sexto sixieme",
    7: "seven seventh sieben siete sete setima",
    8: "eight eighth acht ocho oito",
    9: "nine ninth neun nueve nove",
    10: "ten tenth zehn diez dez",
}
"""Numbers in words, as far as courses count."""

MEASURES = _plain(
    "bit bits byte bytes d dim dims dimension dimensions dimensional way ways layer layers step",
    "shot shots gram grams hop hops norm sat sigma fold point points pass stage level tier head",
    "sided st nd rd th kb mb gb tb hz khz mhz ghz ms ns px kg km cm mm percent sum",
    "color colors colour colours variable variables player players armed person people sample",
    "samples sphere manifold form opt nn factor click minute minutes min hour hours second",
    "seconds year years month months times things reasons tips habits rules lessons ideas books",
    "papers questions methods tricks steps principles laws mistakes secrets types kinds examples",
    "stellig fach dimensionale schichtig jahre monate minuten stunden grunde arten",
    "couches heures minutes raisons facons anos razones formas capas horas camadas maneiras",
    "мерныи мерная битныи слоиныи лет минут часов способов",
)
"""Words behind a number that belong to it: "2-layer", "4-bit", "3 ways"."""

DRAWERS = _plain(
    "inbox archive archives archived template templates journal journals daily daily_notes",
    "attachments assets zettelkasten fleeting fleeting_notes slipbox clippings diary",
    "posteingang eingang archiv vorlagen tagebuch anhange modeles journaux archivo plantillas",
    "adjuntos diario arquivo modelos anexos входящие архив шаблоны дневник вложения",
    "收件箱 归档 歸檔 模板 日记 日記 附件 存档 アーカイブ テンプレート 受信箱 添付 보관 보관함 아카이브 템플릿 일지 첨부",
)
"""Names of folders that are drawers, numbered to stay in their place."""

LIKE_DRAWERS = _plain(
    "projects project areas area resources resource people meetings maps mocs moc system meta",
    "references reference sources literature literature_notes permanent permanent_notes tasks todo",
    "notes files images projekte bereiche ressourcen personen quellen projets ressources personnes",
    "proyectos recursos personas projetos pessoas fontes проекты ресурсы люди источники",
    "项目 專案 领域 資源 资源 プロジェクト リソース エリア 프로젝트 영역 자료",
)
"""Names that are drawers where two of them stand side by side."""

COPIES = _plain(
    "untitled unbenannt note new copy kopie copia копия pasted image screenshot img screen draft",
    "без названия 未命名 無題 无标题 제목 없음 figure fig photo scan titre sin titulo sem",
)
"""Words that programs put before a number."""

MONTHS = _plain(
    "january february march april may june july august september october november december",
    "jan feb mar apr jun jul aug sep sept oct nov dec januar februar marz mai juni juli oktober",
    "dezember janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre",
    "enero febrero abril mayo junio julio agosto septiembre octubre noviembre diciembre de",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
"""Months, behind the number of a day."""

NUMBER_HEADINGS = frozenset({""}) | _plain(
    "no nr n num number numbers order ord seq sequence position pos id idx index lfd_nr nummer",
    "reihenfolge numero ordre orden ordem ordine номер порядок 序号 序號 编号 編號 顺序 順序 順番",
    "番号 번호 순서",
)
"""Headings of a column that numbers the rows, canonical; nothing, or a sign, heads the first."""
