"""Official geography: communes, EPCI, départements, régions, postcodes, containment; dated vintages."""
