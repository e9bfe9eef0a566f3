//! The real mail server, over SMTP: a few connections, every conversation with a time limit.

use std::error::Error as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::response::{Code, Severity};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{MailError, Mailer, Outgoing, Sending};

/// How to reach the server.
#[derive(Clone)]
pub struct SmtpSettings {
    /// `smtp://user:password@host:port?tls=required`, `smtps://…`.
    pub url: String,
    /// Connections kept for later at most.
    pub n_connections_max: u32,
    /// How long the conversation about one message may take.
    pub timeout: Duration,
    /// The certificate, in PEM, of an authority that vouches for the server besides those that
    /// everybody trusts; for a server of one's own.
    pub authority: Option<Vec<u8>>,
}

/// The address of the server cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the address of the mail server is none: {0}")]
pub struct SmtpError(#[source] lettre::transport::smtp::Error);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// A mail server that is spoken to by SMTP.
///
/// Each conversation has a connection to itself, and only one that ended in order is used again:
/// on one that was given up, the answer to the last letter would be taken for that to the next.
pub struct SmtpMailer {
    settings: SmtpSettings,
    idle: Mutex<Vec<Transport>>,
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmtpMailer")
    }
}

impl SmtpMailer {
    /// A mailer for a server; nobody is called before the first message.
    ///
    /// # Errors
    /// When the address is none.
    pub fn new(settings: &SmtpSettings) -> Result<Self, SmtpError> {
        let first = transport(settings)?;
        Ok(Self {
            settings: settings.clone(),
            idle: Mutex::new(vec![first]),
        })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Transport>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn transport(settings: &SmtpSettings) -> Result<Transport, SmtpError> {
    let one = PoolConfig::new()
        .min_idle(0)
        .max_size(1)
        .idle_timeout(Duration::from_secs(30));
    let mut builder = Transport::from_url(&settings.url)
        .map_err(SmtpError)?
        .timeout(Some(settings.timeout))
        .pool_config(one);
    if let Some(authority) = &settings.authority
        && let Some(tls) = protection(&settings.url, authority).map_err(SmtpError)?
    {
        builder = builder.tls(tls);
    }
    Ok(builder.build())
}

/// How a server of one's own is spoken to: protected as its address says, with its authority
/// trusted as well. None where the address asks for no protection.
fn protection(url: &str, authority: &[u8]) -> Result<Option<Tls>, lettre::transport::smtp::Error> {
    // The library read it before, and in the same way.
    let Ok(url) = url::Url::parse(url) else {
        return Ok(None);
    };
    let wanted = url.query_pairs().find(|(key, _)| key == "tls");
    let wanted = wanted.map(|(_, value)| value.into_owned());
    let parameters = TlsParameters::builder(url.host_str().unwrap_or_default().to_owned())
        .add_root_certificate(Certificate::from_pem(authority)?)
        .build_rustls()?;
    Ok(match (url.scheme(), wanted.as_deref()) {
        ("smtps", _) => Some(Tls::Wrapper(parameters)),
        (_, Some("required")) => Some(Tls::Required(parameters)),
        (_, Some("opportunistic")) => Some(Tls::Opportunistic(parameters)),
        (_, Some(_) | None) => None,
    })
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            let permanent = |code: &str| MailError::Permanent { code: code.into() };
            let written = written(message).map_err(|_| permanent("unwritable"))?;
            let kept = self.idle().pop();
            let transport = match kept {
                Some(transport) => transport,
                None => transport(&self.settings).map_err(|_| permanent("smtp_url"))?,
            };
            // The library limits the call and not the conversation.
            let talk = tokio::time::timeout(self.settings.timeout, transport.send(written));
            let Ok(answered) = talk.await else {
                return Err(MailError::Unreachable {
                    code: "smtp_timeout".into(),
                });
            };
            let mut idle = self.idle();
            if idle.len() < self.settings.n_connections_max as usize {
                idle.push(transport);
            }
            answered.map(drop).map_err(|error| judged(&error))
        })
    }
}

/// The message as it goes over the wire, for tests that read it with another parser.
///
/// # Panics
/// When it cannot be written: every [`Outgoing`] can.
#[cfg(feature = "testing")]
#[must_use]
pub fn bytes_of(message: &Outgoing) -> Vec<u8> {
    written(message)
        .expect("typed parts make a message")
        .formatted()
}

fn written(message: &Outgoing) -> Result<Message, lettre::error::Error> {
    let mailbox = |name: &str, address: lettre::Address| {
        Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address)
    };
    let mut builder = Message::builder()
        .from(mailbox(
            message.sender_name.as_str(),
            message.sender.inner(),
        ))
        .to(mailbox(message.name.as_str(), message.to.inner()))
        .subject(message.subject.as_str())
        .message_id(Some(message.message_id.as_str().to_owned()));
    if let Some(reply_to) = &message.reply_to {
        builder = builder.reply_to(mailbox("", reply_to.inner()));
    }
    let parts = MultiPart::alternative().singlepart(part(ContentType::TEXT_PLAIN, &message.text));
    let html = part(ContentType::TEXT_HTML, &message.html);
    let parts = match &message.picture {
        None => parts.singlepart(html),
        Some(picture) => {
            let kind = ContentType::parse("image/jpeg").expect("a type of everybody's");
            let shown = Attachment::new_inline(picture.name.clone());
            let shown = shown.body(picture.bytes.to_vec(), kind);
            parts.multipart(MultiPart::related().singlepart(html).singlepart(shown))
        }
    };
    let mut written = builder.multipart(parts)?;
    // Nobody's holiday notice shall answer a machine (RFC 3834).
    written.headers_mut().insert_raw(HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".into(),
    ));
    Ok(written)
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(text.to_owned())
}

/// What a failure means for this message and for those behind it.
fn judged(error: &lettre::transport::smtp::Error) -> MailError {
    match error.status() {
        Some(status) => answered(status),
        None if error.is_timeout() => MailError::Unreachable {
            code: "smtp_timeout".into(),
        },
        None if is_about_protection(error) => MailError::Unreachable {
            code: "smtp_tls".into(),
        },
        None if error.is_client() => MailError::Permanent {
            code: "smtp_client".into(),
        },
        None => MailError::Unreachable {
            code: "smtp_unreachable".into(),
        },
    }
}

/// Whether no protected conversation came about: nobody vouches for the server, or it offers none
/// where that is required. The library tells the one as a broken connection, and the other as a
/// mistake of ours; both are for the installation to mend, and no fault of the letter.
fn is_about_protection(error: &lettre::transport::smtp::Error) -> bool {
    // One error stands inside the other, as deep as the library went.
    let mut source = error.source();
    let mut is_no_proof = false;
    while let Some(inner) = source {
        let io = inner.downcast_ref::<std::io::Error>();
        is_no_proof |= io.is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData);
        source = inner.source();
    }
    error.is_tls() || is_no_proof || error.is_client() && error.to_string().contains("STARTTLS")
}

fn answered(status: Code) -> MailError {
    let number = u16::from(status);
    let code = format!("smtp_{number}");
    match number {
        // The server goes away, or does not let us in: a setting is wrong, not the letter.
        421 | 454 | 521 | 530 | 534 | 535 | 538 => MailError::Unreachable { code },
        _ => match status.severity {
            Severity::PermanentNegativeCompletion => MailError::Permanent { code },
            Severity::TransientNegativeCompletion
            | Severity::PositiveCompletion
            | Severity::PositiveIntermediate => MailError::Passing { code },
        },
    }
}

#[cfg(test)]
mod tests {
    use lettre::transport::smtp::response::{Category, Detail};

    use super::*;

    #[test]
    fn an_answer_says_whether_to_try_again_and_who_is_to_blame() {
        use MailError::{Passing, Permanent, Unreachable};
        let code = |severity, category, detail| Code::new(severity, category, detail);
        let passing = Severity::TransientNegativeCompletion;
        let permanent = Severity::PermanentNegativeCompletion;
        for (status, expected) in [
            (
                code(passing, Category::MailSystem, Detail::Zero),
                Passing {
                    code: "smtp_450".into(),
                },
            ),
            (
                code(passing, Category::Connections, Detail::One),
                Unreachable {
                    code: "smtp_421".into(),
                },
            ),
            (
                code(permanent, Category::MailSystem, Detail::Zero),
                Permanent {
                    code: "smtp_550".into(),
                },
            ),
            (
                code(permanent, Category::Unspecified3, Detail::Five),
                Unreachable {
                    code: "smtp_535".into(),
                },
            ),
        ] {
            assert_eq!(answered(status), expected);
        }
    }

    #[tokio::test]
    async fn an_address_of_a_server_is_checked_at_once() {
        let settings = |url: &str| SmtpSettings {
            url: url.into(),
            n_connections_max: 1,
            timeout: Duration::from_secs(1),
            authority: None,
        };
        for (url, is_good) in [
            ("smtp://127.0.0.1:25", true),
            ("smtp://user:secret@mail.test:587?tls=required", true),
            ("smtps://mail.test", true),
            ("http://mail.test", false),
            ("mail.test", false),
        ] {
            assert_eq!(SmtpMailer::new(&settings(url)).is_ok(), is_good, "{url}");
        }
    }
}
