//! Certificates of the tests' mail server, drawn anew by each run: an authority that nobody trusts
//! by himself, and a server for which it vouches.

use std::sync::OnceLock;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// What vouches, and what is vouched for.
pub(crate) struct Certificates {
    /// The authority, in PEM.
    pub(crate) authority: Vec<u8>,
    server: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Certificates {
    /// The same ones throughout a run.
    pub(crate) fn get() -> &'static Self {
        static DRAWN: OnceLock<Certificates> = OnceLock::new();
        DRAWN.get_or_init(Self::draw)
    }

    /// What the server shows.
    pub(crate) fn server(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        let key = PrivatePkcs8KeyDer::from(self.key.clone());
        (vec![self.server.clone()], key.into())
    }

    fn draw() -> Self {
        let mut of_authority = CertificateParams::default();
        of_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        of_authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let name = "Authority of the tests";
        of_authority
            .distinguished_name
            .push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let authority = of_authority.self_signed(&key).unwrap().pem().into_bytes();
        let issuer = Issuer::new(of_authority, key);

        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let of_server = CertificateParams::new(names).unwrap();
        let key = KeyPair::generate().unwrap();
        let server = of_server.signed_by(&key, &issuer).unwrap();
        Self {
            authority,
            server: server.der().clone(),
            key: key.serialize_der(),
        }
    }
}
