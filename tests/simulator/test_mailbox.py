import smtplib
from email.message import EmailMessage

from tests.simulator.running import Simulator


def a_mail(subject: str, to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "MoveWell <praktijk@movewell.example>", to, subject
    mail["List-Unsubscribe"] = "<http://localhost:8000/u/abc>"
    mail.set_content("Hallo Anna,\n5 van de 7 dagen gelukt.\n")
    mail.add_alternative("<h1 style='color: teal'>Hallo Anna</h1><script>alert(1)</script>", subtype="html")
    return mail


def deliver(simulator: Simulator, *mails: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", simulator.smtp_port) as smtp:
        for mail in mails:
            smtp.send_message(mail)


def test_a_mail_is_kept_with_its_headers_text_and_html(simulator: Simulator) -> None:
    deliver(simulator, a_mail("Uw week – café", "anna@patient.example"))
    [mail] = simulator.ask("/mails.json?to=anna@patient.example").json["mails"]
    assert mail["subject"] == "Uw week – café"
    assert mail["from"] == "MoveWell <praktijk@movewell.example>"
    assert mail["text"] == "Hallo Anna,\n5 van de 7 dagen gelukt.\n"
    assert "<h1 style=" in mail["html"]
    assert ["List-Unsubscribe", "<http://localhost:8000/u/abc>"] in mail["headers"]


def test_a_mail_can_be_read_without_its_scripts_running(simulator: Simulator) -> None:
    deliver(simulator, a_mail("Leesbaar", "jan@patient.example"))
    [mail] = simulator.ask("/mails.json?to=jan@patient.example").json["mails"]
    page = simulator.ask(f"/mail/{mail['id']}")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="' in page.text
    assert "<script>alert" not in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "Leesbaar" in simulator.ask("/mail").text


def test_a_mail_without_a_sensible_form_is_taken_all_the_same(simulator: Simulator) -> None:
    with smtplib.SMTP("127.0.0.1", simulator.smtp_port) as smtp:
        source = (
            b"To: raar@patient.example\r\nContent-Type: text/plain; charset=no-such-set\r\n\r\n\xff\xfe caf\xc3\xa9\r\n"
        )
        smtp.sendmail("a@b.example", ["raar@patient.example"], source)
    [mail] = simulator.ask("/mails.json?to=raar@patient.example").json["mails"]
    assert "café" in mail["text"]
    assert simulator.ask(f"/mail/{mail['id']}").status == 200


def test_an_unknown_mail_is_404(simulator: Simulator) -> None:
    assert simulator.ask("/mail/999999", Accept="text/html").status == 404
