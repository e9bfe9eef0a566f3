//! Table `vault_keys`: by what a node knows whether it has the keys that seal secrets here.

use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

pub(crate) async fn list(link: &mut Link<'_>) -> Result<Vec<(u32, Vec<u8>)>, Fault> {
    const LIST: &str = "SELECT key_number, proof FROM vault_keys ORDER BY key_number";
    let rows: Vec<(i64, Vec<u8>)> = link
        .all("listing keys of secrets", LIST, Vec::new())
        .await?;
    rows.into_iter()
        .map(|(number, proof)| Ok((code::number("vault_keys.key_number", number)?, proof)))
        .collect()
}

/// Notes a key; one that is noted stays as it is.
pub(crate) async fn insert(link: &mut Link<'_>, number: u32, proof: &[u8]) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO vault_keys (key_number, proof) VALUES ($1, $2) \
                          ON CONFLICT (key_number) DO NOTHING";
    let values = values![i64::from(number), proof.to_vec()];
    link.execute("noting a key of secrets", INSERT, values)
        .await
        .map(drop)
}

pub(crate) async fn delete(link: &mut Link<'_>, number: u32) -> Result<(), Fault> {
    const DELETE: &str = "DELETE FROM vault_keys WHERE key_number = $1";
    link.execute(
        "forgetting a key of secrets",
        DELETE,
        values![i64::from(number)],
    )
    .await
    .map(drop)
}
