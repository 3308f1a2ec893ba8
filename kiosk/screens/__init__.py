"""The screens: they draw what the flow says and hand every release back."""
