"""What a person knows, what is ready, and what to study next: answers over a prerequisite graph."""

from __future__ import annotations

from kbpivot.schedule.first_choice import FirstPick, first_picks
from kbpivot.schedule.study_order import StudyOrder, study_order
from kbpivot.study.chain import Chain, ChainEdge, prerequisite_chain
from kbpivot.study.fringe import NodeState, blockers, inner_fringe, node_states, outer_fringe
from kbpivot.study.lasting import Correction, Lasting, Subject, lasting
from kbpivot.study.learning_log import Event, NoteLog, effective_events, records
from kbpivot.study.moved_notes import Rename, followed, lost_notes, renames, under_their_notes
from kbpivot.study.next import Blocked, Reason, Suggestion, Suggestions, begun_aside, next_notes
from kbpivot.study.objective import Objective, chosen_objective, current_objective, most_leaned_on
from kbpivot.study.paper import Leaning, PaperReadiness, leanings, paper_readiness
from kbpivot.study.path import LearningPath, LeftOut, Need, Step, learning_path
from kbpivot.study.placement import Placement, placement
from kbpivot.study.plan import Finish, Plan, PlanItem, Week, plan
from kbpivot.study.questions import Question, questions
from kbpivot.study.reading_part import part_until
from kbpivot.study.ready import Readiness, ReadyNote, open_needs, readiness, ready_notes
from kbpivot.study.review import Review, due_reviews, reviews
from kbpivot.study.state import KnowledgeState, knowledge_state
from kbpivot.study.stats import Learnt, Stats, WeekLog, WeekStats, stats, week_log, week_of
from kbpivot.study.status import StatusWords
from kbpivot.study.track_time import Interest, interests
from kbpivot.study.tracks import (
    Shared,
    Track,
    TrackProgress,
    main_index,
    shared_notes,
    track_named,
    track_progress,
    tracks,
)

__all__ = [
    "Blocked",
    "Chain",
    "ChainEdge",
    "Correction",
    "Event",
    "Finish",
    "FirstPick",
    "Interest",
    "KnowledgeState",
    "Lasting",
    "Leaning",
    "LearningPath",
    "Learnt",
    "LeftOut",
    "Need",
    "NodeState",
    "NoteLog",
    "Objective",
    "PaperReadiness",
    "Placement",
    "Plan",
    "PlanItem",
    "Question",
    "Readiness",
    "ReadyNote",
    "Reason",
    "Rename",
    "Review",
    "Shared",
    "Stats",
    "StatusWords",
    "Step",
    "StudyOrder",
    "Subject",
    "Suggestion",
    "Suggestions",
    "Track",
    "TrackProgress",
    "Week",
    "WeekLog",
    "WeekStats",
    "begun_aside",
    "blockers",
    "chosen_objective",
    "current_objective",
    "due_reviews",
    "effective_events",
    "first_picks",
    "followed",
    "inner_fringe",
    "interests",
    "knowledge_state",
    "lasting",
    "leanings",
    "learning_path",
    "lost_notes",
    "main_index",
    "most_leaned_on",
    "next_notes",
    "node_states",
    "open_needs",
    "outer_fringe",
    "paper_readiness",
    "part_until",
    "placement",
    "plan",
    "prerequisite_chain",
    "questions",
    "readiness",
    "ready_notes",
    "records",
    "renames",
    "reviews",
    "shared_notes",
    "stats",
    "study_order",
    "track_named",
    "track_progress",
    "tracks",
    "under_their_notes",
    "week_log",
    "week_of",
]
