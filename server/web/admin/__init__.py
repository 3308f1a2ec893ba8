"""The administrators' house: pages of people who sign in. Plain HTML and forms, whole without script."""
