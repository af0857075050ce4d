"""All univariate families by name."""
from families_bounded import BOUNDED
from families_counts import COUNTS
from families_positive import POSITIVE
from families_real import REAL

UNIVARIATE = {**REAL, **POSITIVE, **BOUNDED, **COUNTS}
