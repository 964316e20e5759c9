"""The second wall: what PostgreSQL itself lets the portal's runtime role see, whatever the code above asks for."""
