"""One module and one .kv per screen: they draw what the flow says and hand every release back."""
