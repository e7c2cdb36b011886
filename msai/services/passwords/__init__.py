"""How passwords are checked, how they are kept, and which of them anybody would guess."""

from msai.services.passwords.guessable import PasswordTooCommon
from msai.services.passwords.hashing import Busy, PasswordFor, Passwords, PasswordTooLong, PasswordTooShort

__all__ = ["Busy", "PasswordFor", "PasswordTooCommon", "PasswordTooLong", "PasswordTooShort", "Passwords"]
