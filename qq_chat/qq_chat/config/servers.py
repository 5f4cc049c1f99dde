"""What of the configuration says what servers behind one bridge tell each other."""

from qq_api import Section


class OtherServers(Section):
    """What the other servers of a bridge are told of this one.

    Attributes:
        show: whether what they tell is shown here.
        chat: what players say.
        say, me: what is said by `/say` and `/me`.
        join, leave: who comes and goes.
        death, advancement: what players meet with.
        life: how the server does: started, stopped, crashed …
    """

    show: bool = True
    chat: bool = True
    say: bool = True
    me: bool = True
    join: bool = True
    leave: bool = True
    death: bool = False
    advancement: bool = False
    life: bool = True
