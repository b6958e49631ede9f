"""The duties that run beside the phases: no phase waits for them, and they outlive it."""

DISPATCH = "dispatch_sub_orders"  # the one here that its phase does wait for
TELL_PARENT = "tell_parent"
REPORT_BREACH = "report_breach"
SUSPEND = "suspend_delivery"
RESUME = "resume_delivery"

TELLING = frozenset({TELL_PARENT, REPORT_BREACH})  # other cases are told, whatever becomes of this one
SWITCHING = frozenset({SUSPEND, RESUME})  # for as long as anything may be given out
BESIDE = TELLING | SWITCHING
