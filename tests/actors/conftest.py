from tests.actors.house import staffed

__all__ = ["staffed"]
