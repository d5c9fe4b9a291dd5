"""National rules anybody may ask without an account. Answers travel in a form, are kept nowhere, and reach no address."""
