"""Names for arrays of numbers."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Terms: TypeAlias = NDArray[np.uint32]
Weights: TypeAlias = NDArray[np.float32]
Numbers: TypeAlias = NDArray[np.int64]
Scores: TypeAlias = NDArray[np.float64]
