"""A stand-in for the outside world: Twilio's API, phones to look at and to answer from, a mailbox.

It knows nothing of the product. What it says over HTTP and SMTP is what a provider would say, so the product talks to it with the very
client that it uses in production. It listens on this machine only. Run it with `python -m simulator --help`.
"""
