"""What an application and its parts tell each other; the clock brings it."""

from domain.application.inbox import OpenSubOrder, RecordSubOrderResult

SubOrderCommand = OpenSubOrder | RecordSubOrderResult
