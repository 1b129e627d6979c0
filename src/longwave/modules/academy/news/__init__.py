"""What players read: the Gazette, what is to come, and what happened since they last looked."""
