"""What a group decided at the end of a cycle, and what became later of the debts it kept back."""

from msai.models.share_out.tables import KeptBackStep, ShareOutRow

__all__ = ["KeptBackStep", "ShareOutRow"]
