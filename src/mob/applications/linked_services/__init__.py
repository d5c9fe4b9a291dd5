"""What a service does for the person who linked it: her aids, where her applications stand, a draft she will send.

Each use case takes the service's actor (`ActorKind.CLIENT`, on behalf of the person) and looks at its scopes itself.
"""
