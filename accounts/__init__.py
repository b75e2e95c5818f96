"""Who a person is: accounts, guests, signing up, in and out."""
