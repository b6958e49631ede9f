"""What the stories have told: each case that the closing tables show."""

from demo.following import Following

Told = list[Following]
