"""The running service, put to the proof: started, killed, asked by several at once, and looked at after."""
