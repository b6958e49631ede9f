"""News from other cases: noted, and shown to whom it concerns."""

from domain.application.inbox import NoteItemChanged, NoteItemResumed, NoteItemSuspended, NoteViolation

NewsCommand = NoteItemChanged | NoteItemSuspended | NoteItemResumed | NoteViolation
