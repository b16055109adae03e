//! The authorities that an operator trusts to sign a server's certificate: a file of certificates in PEM.

use std::fs;
use std::io;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, TlsParameters, TlsParametersBuilder,
};

/// How a certificate begins.
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// At least one certificate. It was read at the start.
#[derive(Debug, Clone)]
pub struct Authorities(Certificate);

/// Why a file holds no authorities.
#[derive(Debug, thiserror::Error)]
pub enum NoAuthorities {
    #[error(transparent)]
    File(#[from] io::Error),
    #[error("the file has no certificate in PEM ({BEGIN})")]
    Empty,
    #[error("a certificate of the file cannot be read: {0}")]
    Broken(Error),
}

impl Authorities {
    /// Reads the file at this path.
    pub fn open(path: &str) -> Result<Self, NoAuthorities> {
        Self::parse(&fs::read(path)?)
    }

    fn parse(pem: &[u8]) -> Result<Self, NoAuthorities> {
        if !String::from_utf8_lossy(pem).contains(BEGIN) {
            return Err(NoAuthorities::Empty);
        }
        let read = Self(Certificate::from_pem(pem).map_err(NoAuthorities::Broken)?);
        // A certificate is looked at when it is used, and a wrong one should end the start.
        let tried = read.alone_in(TlsParameters::builder("localhost".to_owned())).build();
        tried.map_err(NoAuthorities::Broken)?;
        Ok(read)
    }

    /// With these authorities, and without the system's.
    #[must_use]
    pub fn alone_in(&self, parameters: TlsParametersBuilder) -> TlsParametersBuilder {
        parameters.certificate_store(CertificateStore::None).add_root_certificate(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_with_certificates_is_taken() {
        let one = include_bytes!("../../tests/mail/tls/ca.pem");
        assert!(Authorities::parse(one).is_ok());
        assert!(Authorities::parse(&[one.as_slice(), one.as_slice()].concat()).is_ok());
        let key = include_bytes!("../../tests/mail/tls/server.key");
        for empty in [b"".as_slice(), b"mail.example.com", key] {
            assert!(matches!(Authorities::parse(empty), Err(NoAuthorities::Empty)));
        }
        let broken = format!("{BEGIN}\nAAAA\n-----END CERTIFICATE-----\n");
        let broken = Authorities::parse(broken.as_bytes());
        assert!(matches!(broken, Err(NoAuthorities::Broken(_))), "{broken:?}");
        let none = Authorities::open("/nowhere/ca.pem");
        assert!(matches!(none, Err(NoAuthorities::File(_))), "{none:?}");
    }
}
